"""The handlers of the career desk: orchestration only, the work is done by the packages beside."""
