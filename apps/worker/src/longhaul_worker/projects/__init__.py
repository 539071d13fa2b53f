"""What `project.refresh` is made of: fetching a repository, its plan, its languages, its skills."""
