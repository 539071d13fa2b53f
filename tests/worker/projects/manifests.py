"""Manifests of every kind, each with the skills that it shows."""

from __future__ import annotations

NOTHING: frozenset[str] = frozenset()

MANIFESTS: list[tuple[str, str, frozenset[str]]] = [
    (
        "requirements.txt",
        ("# django\n  Flask==2 # x\n-r a.txt\ngit+https://x/y#egg=pandas\n./redis\n"),
        frozenset({"Flask", "Pandas"}),
    ),
    (
        "requirements-dev.in",
        ("pytest-cov\n"),
        frozenset({"pytest"}),
    ),
    (
        "setup.cfg",
        ("[options]\ninstall_requires =\n  django>=3; python_version>'3'\n  numpy\n[flake8]\nrequires=torch\n"),
        frozenset({"Django", "NumPy"}),
    ),
    (
        "pyproject.toml",
        ("[tool.poetry.dependencies]\npython='^3'\nFlask='*'\n[tool.poetry.group.dev.dependencies]\npytest='*'\n"),
        frozenset({"Flask", "pytest"}),
    ),
    (
        "pyproject.toml",
        ("not toml ["),
        NOTHING,
    ),
    (
        "Pipfile",
        ("[packages]\nSQLAlchemy='*'\n"),
        frozenset({"SQLAlchemy"}),
    ),
    (
        "setup.py",
        ("import os; os.system('x')\nsetup(install_requires=['tornado'], extras_require={'redis': []})"),
        frozenset({"Tornado"}),
    ),
    (
        "package.json",
        ('{"name": "react", "dependencies": {"vue": "1"}, "scripts": {"x": "jest"}}'),
        frozenset({"Vue.js"}),
    ),
    (
        "package.json",
        ('{"dependencies": ["react"]}'),
        NOTHING,
    ),
    (
        "go.mod",
        ("module github.com/gin-gonic/gin\nrequire (\n\tgithub.com/lib/pq v1 // indirect\n\tgorm.io/gorm v1.2\n)\n"),
        frozenset({"GORM"}),
    ),
    (
        "Gemfile",
        ("# gem 'rails'\ngem 'sinatra', require: false\n"),
        frozenset({"Sinatra"}),
    ),
    (
        "app/build.gradle",
        ("// implementation 'redis.clients:jedis:4'\nimplementation 'junit:junit:4.13'\n/* 'io.ktor:x:1' */"),
        frozenset({"JUnit"}),
    ),
    (
        "gradle/libs.versions.toml",
        (
            "[libraries]\n"
            "k = { module = 'io.ktor:ktor-client', version = '2' }\n"
            "r = 'com.squareup.retrofit2:retrofit:2'\n"
        ),
        frozenset({"Ktor", "Retrofit"}),
    ),
    (
        "a.csproj",
        (
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Project>"
            "<PackageReference Include='NUnit'/>&e;</Project>"
        ),
        frozenset({"NUnit"}),
    ),
    (
        "Dockerfile",
        ("FROM --platform=linux/amd64 golang:1.22 AS b\nFROM b\nFROM scratch\nCOPY --from=b x .\n"),
        frozenset({"Docker", "Go"}),
    ),
    (
        "docker-compose.override.yml",
        ("services:\n  a:\n    image: ${IMAGE}\n  b: {image: 'docker.elastic.co/elasticsearch/elasticsearch:8'}\n"),
        frozenset({"Docker", "Elasticsearch"}),
    ),
    (
        "k8s/a.yaml",
        (
            "apiVersion: apps/v1\n"
            "kind: Deployment\n"
            "metadata: {name: x}\n"
            "spec: {template: {spec: {containers: [{image: 'mongo:7'}]}}}\n"
        ),
        frozenset({"Kubernetes", "MongoDB"}),
    ),
    (
        "config.yaml",
        ("apiVersion: 2\nkind: thing\n"),
        NOTHING,
    ),
    (
        "site.yml",
        ("- hosts: all\n  tasks: []\n"),
        frozenset({"Ansible"}),
    ),
    (
        "a.tf",
        ('# provider "google" {}\nresource "aws_lambda_function" "f" {}\n'),
        frozenset({"AWS", "AWS Lambda", "Terraform"}),
    ),
    (
        ".github/workflows/a.yml",
        (
            "on: push\n"
            "jobs:\n"
            "  a:\n"
            "    steps:\n"
            "      - uses: ./local\n"
            "      - uses: aws-actions/configure-aws-credentials@v4\n"
        ),
        frozenset({"AWS", "GitHub Actions"}),
    ),
    (
        "serverless.yml",
        ("provider: {name: aws}\n"),
        frozenset({"AWS", "AWS Lambda", "Serverless"}),
    ),
    (
        "CMakeLists.txt",
        ("find_package(Qt6 REQUIRED)\n# find_package(OpenGL)\n"),
        frozenset({"Qt"}),
    ),
    (
        "mix.exs",
        ('# {:phoenix, "1"}\n{:ecto, "3"}, {:redix, "1"}\n'),
        frozenset({"Ecto"}),
    ),
    (
        "DESCRIPTION",
        ("Package: x\nImports: ggplot2 (>= 3),\n    dplyr\nTitle: shiny\n"),
        frozenset({"dplyr", "ggplot2"}),
    ),
]
