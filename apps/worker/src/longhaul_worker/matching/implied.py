"""Skills that come with others: who knows Django knows Python."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

_TABLE: Final = """
Django FastAPI Flask Pandas NumPy PyTorch scikit-learn TensorFlow Celery PySpark : Python
React Vue.js Angular Node.js Next.js Nuxt.js Express NestJS jQuery TypeScript Svelte : JavaScript
Next.js Redux React_Native : React
Spring Spring_Boot Hibernate J2EE : Java
Ruby_on_Rails : Ruby
Laravel Symfony WordPress : PHP
ASP.NET : .NET
.NET ASP.NET : C#
PostgreSQL MySQL MariaDB SQL_Server Oracle SQLite BigQuery Redshift Snowflake T-SQL PL/SQL dbt : SQL
Kubernetes Helm Docker : Containers
Kubernetes : Docker
GitHub GitLab Bitbucket GitHub_Actions GitLab_CI : Git
GitHub_Actions GitLab_CI Jenkins CircleCI : CI/CD
Amazon_EC2 Amazon_S3 AWS_Lambda Amazon_RDS Amazon_ECS Amazon_EKS CloudFormation : AWS
Amazon_EKS AKS GKE OpenShift : Kubernetes
PyTorch TensorFlow Keras scikit-learn XGBoost Deep_Learning : Machine_Learning
PyTorch TensorFlow Keras : Deep_Learning
Ubuntu Debian Red_Hat : Linux
Scrum Kanban : Agile
Tailwind_CSS Bootstrap Sass : CSS
Flutter : Dart
SwiftUI : iOS
Jetpack_Compose : Android
Adobe_XD Figma Sketch : UI_Design
Photoshop Illustrator InDesign : Adobe_Creative_Suite
"""
_IMPLIED: Final = [
    (frozenset(name.replace("_", " ") for name in names.split()), implied.strip().replace("_", " "))
    for line in _TABLE.strip().splitlines()
    for names, _, implied in [line.partition(" : ")]
]


def with_implied(skills: Collection[str]) -> frozenset[str]:
    """`skills` (canonical names) and those that come with them."""
    known = set(skills)
    for _ in range(2):  # Next.js implies React, which implies JavaScript
        known |= {implied for names, implied in _IMPLIED if names & known}
    return frozenset(known)
