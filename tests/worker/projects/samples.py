"""Small repositories in the shapes of real ones, each with its main language and the skills that a reader names."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tests.worker.projects.samples_more import DOTNET, ELIXIR, FLUTTER, JAVA, NOTEBOOKS, PHP, RUST


@dataclass(frozen=True)
class LabelledRepository:
    """Files by path, the language most of the repository's own source is in, and its skills."""

    name: str
    files: dict[str, str]
    language: str
    skills: frozenset[str]


def _package(dependencies: list[str], development: list[str], **more: object) -> str:
    named = {"dependencies": dict.fromkeys(dependencies, "^1.0.0"), "devDependencies": dict.fromkeys(development, "^1")}
    return json.dumps({"name": "app", "private": True, **named, **more}, indent=2)


_COMPOSE = """\
version: "3.9"
services:
  api:
    build: .
    depends_on: [db, cache]
  db:
    image: postgres:${PG_VERSION:-16}-alpine
  cache:
    image: "redis:7"
  queue:
    image: docker.io/library/rabbitmq:3-management@sha256:0123
  proxy:
    image: nginx
"""
_WORKFLOW = """\
name: ci
on: [push]
jobs:
  test:
    runs-on: ubuntu-latest
    services:
      mongo:
        image: mongo:7
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
      - uses: docker/build-push-action@v5
      - run: pytest
"""

PYTHON_API = LabelledRepository(
    "python api",
    {
        "pyproject.toml": """\
[project]
name = "shop"
requires-python = ">=3.11"
dependencies = [
  "fastapi[standard]>=0.110",  # the API, not flask
  "SQLAlchemy ~= 2.0",
  "psycopg[binary]; python_version >= '3.8'",
  "pydantic-settings",
  "celery @ git+https://example.com/celery.git",
]
[project.optional-dependencies]
aws = ["boto3"]
[dependency-groups]
dev = ["pytest>=8", {include-group = "lint"}]
lint = ["mypy", "ruff"]
""",
        "shop/main.py": "from fastapi import FastAPI\n" * 60,
        "shop/models.py": "import sqlalchemy\n" * 60,
        "vendor/big/lib.js": "var x = 1;\n" * 5000,
        "shop/static/app.min.js": "a" * 90_000,
        "data/export.json": '{"a": 1}\n' * 9000,
        "poetry.lock": "[[package]]\nname = 'django'\n" * 4000,
        "docs/index.html": "<p>x</p>\n" * 8000,
        "tests/fixtures/package.json": _package(["react"], []),
        "docker-compose.yml": _COMPOSE,
        "Dockerfile": "ARG V=3.12\nFROM python:${V}-slim AS base\nFROM base\n# FROM node:20\nRUN pip install .\n",
        ".github/workflows/ci.yml": _WORKFLOW,
    },
    "Python",
    frozenset(
        [
            "Python",
            "FastAPI",
            "SQLAlchemy",
            "PostgreSQL",
            "Pydantic",
            "Celery",
            "AWS",
            "pytest",
            "mypy",
            "Docker",
            "Redis",
            "RabbitMQ",
            "Nginx",
            "MongoDB",
            "GitHub Actions",
        ]
    ),
)

REACT_APP = LabelledRepository(
    "react app",
    {
        "package.json": _package(
            ["react", "react-dom", "@tanstack/react-query", "zod", "tailwindcss", "@sentry/react"],
            ["vite", "typescript", "vitest", "eslint", "prettier", "@testing-library/react", "@playwright/test"],
        ),
        "tsconfig.json": '{ // strict\n "compilerOptions": {"strict": true,}, }',
        "src/App.tsx": "export const App = () => <p>hi</p>;\n" * 80,
        "src/index.css": "@tailwind base;\n" * 5,
        "package-lock.json": '{"lockfileVersion": 3}\n' * 9000,
        "public/logo.svg": "<svg></svg>\n" * 9000,
        "dist/bundle.js": "var a=1\n" * 50_000,
        "vercel.json": "{}",
    },
    "TypeScript",
    frozenset(
        [
            "TypeScript",
            "React",
            "TanStack Query",
            "Zod",
            "Tailwind CSS",
            "Sentry",
            "Vite",
            "Vitest",
            "ESLint",
            "Prettier",
            "React Testing Library",
            "Playwright",
            "Vercel",
        ]
    ),
)

NODE_API = LabelledRepository(
    "node api",
    {
        "package.json": _package(
            ["express", "mongoose", "jsonwebtoken", "ioredis", "socket.io", "@aws-sdk/client-s3"],
            ["jest", "nodemon"],
            engines={"node": ">=20"},
        ),
        "src/server.js": "const express = require('express');\n" * 50,
        "Dockerfile": "FROM node:20-alpine\nCOPY . .\n",
        "k8s/deployment.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  template:
    spec:
      containers:
        - name: api
          image: registry.example.com/team/api:1
---
apiVersion: v1
kind: Service
metadata: {name: api}
""",
        "chart/Chart.yaml": "apiVersion: v2\nname: api\ndependencies:\n  - name: redis\n    version: 1\n",
        "infra/main.tf": """\
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
# resource "google_storage_bucket" "no" {}
resource "aws_s3_bucket" "files" {}
""",
        ".gitlab-ci.yml": "image: node:20\ntest:\n  services: ['mongo:6']\n  script: [npm test]\n",
    },
    "JavaScript",
    frozenset(
        [
            "JavaScript",
            "Node.js",
            "Express",
            "MongoDB",
            "Mongoose",
            "JWT",
            "Redis",
            "WebSockets",
            "AWS",
            "Amazon S3",
            "Jest",
            "Docker",
            "Kubernetes",
            "Helm",
            "Terraform",
            "GitLab CI",
        ]
    ),
)

GO_SERVICE = LabelledRepository(
    "go service",
    {
        "go.mod": """\
module example.com/svc

go 1.22

require (
	github.com/gin-gonic/gin v1.9.1
	github.com/jackc/pgx/v5 v5.5.0
	google.golang.org/grpc v1.60.0
	github.com/redis/go-redis/v9 v9.3.0 // indirect
)

require github.com/prometheus/client_golang v1.17.0

replace github.com/segmentio/kafka-go v0.4.0 => ../kafka-go
""",
        "main.go": "package main\n" * 80,
        "api/api.pb.go": "// Code generated by protoc-gen-go. DO NOT EDIT.\npackage api\n" * 900,
        "scripts/run": "#!/usr/bin/env -S bash -e\n" + "echo hi\n" * 3,
        "Makefile": "build:\n\tgo build\n",
        "vendor/github.com/x/y.c": "int x;\n" * 9000,
    },
    "Go",
    frozenset(["Go", "Gin", "PostgreSQL", "gRPC", "Prometheus", "Make"]),
)

CPP_LIBRARY = LabelledRepository(
    "c++ library",
    {
        "CMakeLists.txt": "cmake_minimum_required(VERSION 3.20)\nproject(x CXX)\n",
        "src/core.cpp": "#include <vector>\nint main() { return 0; }\n" * 30,
        "include/core.h": "#pragma once\nnamespace x { class Y; }\n" * 60,
        "third_party/zlib/zlib.c": "int z;\n" * 20_000,
        "docs/manual.tex": "\\section{x}\n" * 5000,
        "configure": "#!/bin/sh\n" * 20_000,
    },
    "C++",
    frozenset(["C++", "CMake"]),
)

RAILS_APP = LabelledRepository(
    "rails app",
    {
        "Gemfile": """\
source "https://rubygems.org"
gem "rails", "~> 7.1"
gem 'pg'
  gem "sidekiq"
# gem "mysql2"
group :test do
  gem "rspec-rails"
end
""",
        "Gemfile.lock": "GEM\n    mysql2 (1.0)\n" * 3000,
        "app/models/user.rb": "class User < ApplicationRecord\nend\n" * 40,
        "app/views/index.html.erb": "<p><%= x %></p>\n" * 10,
        "bin/rails": "#!/usr/bin/env ruby\nputs 1\n",
        "db/structure.sql": "CREATE TABLE x ();\n" * 4000,
        ".circleci/config.yml": "jobs:\n  test:\n    docker:\n      - image: cimg/postgres:15\n",
    },
    "Ruby",
    frozenset(["Ruby", "HTML", "Ruby on Rails", "PostgreSQL", "Sidekiq", "Redis", "RSpec", "SQL", "CircleCI"]),
)

REPOSITORIES = [
    PYTHON_API,
    REACT_APP,
    NODE_API,
    GO_SERVICE,
    CPP_LIBRARY,
    RAILS_APP,
    *(LabelledRepository(*facts) for facts in (JAVA, DOTNET, PHP, RUST, FLUTTER, ELIXIR, NOTEBOOKS)),
]
