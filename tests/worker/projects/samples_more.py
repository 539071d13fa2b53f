"""More repositories as `samples` has them: name, files, main language, skills."""

from __future__ import annotations

import json

Facts = tuple[str, dict[str, str], str, frozenset[str]]

JAVA: Facts = (
    "java service",
    {
        "pom.xml": """\
<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId></parent>
  <dependencies>
    <dependency><groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-data-jpa</artifactId></dependency>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId></dependency>
    <dependency><groupId>org.springframework.kafka</groupId><artifactId>spring-kafka</artifactId></dependency>
    <!-- <dependency><groupId>redis.clients</groupId><artifactId>jedis</artifactId></dependency> -->
    <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId></dependency>
  </dependencies>
</project>
""",
        "src/main/java/a/App.java": "class App {}\n" * 100,
        "android/build.gradle.kts": """\
plugins { id("com.android.application"); kotlin("android") }
dependencies {
    implementation("io.ktor:ktor-client-core:2.3.0")
    // implementation("com.squareup.retrofit2:retrofit:2.9.0")
    testImplementation("org.mockito:mockito-core:5.0.0")
}
""",
        "android/src/Main.kt": "fun main() {}\n" * 20,
        "Jenkinsfile": "pipeline {\n agent any\n}\n" * 4,
    },
    "Java",
    frozenset(
        [
            "Java",
            "Kotlin",
            "Spring Boot",
            "Spring",
            "Hibernate",
            "PostgreSQL",
            "Kafka",
            "JUnit",
            "Maven",
            "Gradle",
            "Android",
            "Ktor",
            "Mockito",
            "Jenkins",
        ]
    ),
)

DOTNET: Facts = (
    "dotnet service",
    {
        "src/Api/Api.csproj": """\
\ufeff<Project Sdk="Microsoft.NET.Sdk.Web">
  <ItemGroup>
    <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="8.0.0" />
    <PackageReference Include="StackExchange.Redis" Version="2.7.0" />
  </ItemGroup>
</Project>
""",
        "tests/Tests.csproj": '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="xunit" />'
        "</ItemGroup></Project>",
        "src/Api/Program.cs": "var app = 1;\n" * 90,
        "src/Api/Form.Designer.cs": "// generated\n" * 9000,
        "azure-pipelines.yml": "steps: []\n",
        "Dockerfile": "FROM mcr.microsoft.com/dotnet/aspnet:8.0\n",
    },
    "C#",
    frozenset(["C#", ".NET", "ASP.NET", "Entity Framework", "PostgreSQL", "Redis", "xUnit", "Azure DevOps", "Docker"]),
)

PHP: Facts = (
    "laravel app",
    {
        "composer.json": json.dumps(
            {
                "require": {"php": "^8.2", "laravel/framework": "^11", "predis/predis": "^2"},
                "require-dev": {"phpunit/phpunit": "^11"},
            }
        ),
        "artisan": "#!/usr/bin/env php\n<?php\n",
        "app/Http/Kernel.php": "<?php\nclass Kernel {}\n" * 50,
        "resources/js/bootstrap.js": "import axios from 'axios';\n" * 3,
        "package.json": '{"devDependencies": {"vue": "^3", "vite": "^5", "sass": "^1"}}',
        "resources/js/app.js": "import axios from 'axios';\n" * 30,
        "resources/css/app.scss": "a { b { c: d } }\n" * 20,
        "public/js/app.min.js": "a" * 50_000,
        "compose.yaml": "services:\n  mysql: {image: 'mysql/mysql-server:8.0'}\n  mail: {image: 'mailhog/mailhog'}\n",
    },
    "PHP",
    frozenset(["PHP", "Laravel", "Redis", "PHPUnit", "Vue.js", "Vite", "Sass", "MySQL", "Docker", "JavaScript"]),
)

RUST: Facts = (
    "rust workspace",
    {
        "Cargo.toml": '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\ntokio = { version = "1" }\n',
        "a/Cargo.toml": """\
[package]
name = "a"
[dependencies]
tokio.workspace = true
axum = "0.7"
sqlx = { version = "0.7", features = ["postgres"] }
[target.'cfg(unix)'.dependencies]
redis = "0.24"
[dev-dependencies]
db = { package = "mongodb", version = "2" }
""",
        "a/src/main.rs": "fn main() {}\n" * 70,
        "target/debug/x.d": "a.o: a.c\n" * 5000,
        "a/shader.frag": "void main() {}\n",
    },
    "Rust",
    frozenset(["Rust", "Tokio", "Axum", "SQLx", "Redis", "MongoDB"]),
)

FLUTTER: Facts = (
    "flutter app",
    {
        "pubspec.yaml": """\
name: app
dependencies:
  flutter: {sdk: flutter}
  firebase_core: ^2.0.0
  flutter_riverpod: ^2.0.0
  sqflite: ^2.0.0
dev_dependencies:
  mockito: ^5.0.0
""",
        "lib/main.dart": "void main() {}\n" * 90,
        "lib/model.g.dart": "// GENERATED CODE\n" * 5000,
        "ios/Runner/AppDelegate.swift": "import UIKit\n",
        "android/app/src/main/AndroidManifest.xml": "<manifest/>",
    },
    "Dart",
    frozenset(["Dart", "Flutter", "Firebase", "Riverpod", "SQLite", "Mockito", "Android", "UIKit", "iOS"]),
)

ELIXIR: Facts = (
    "phoenix app",
    {
        "mix.exs": """\
defmodule App.MixProject do
  defp deps do
    [
      {:phoenix, "~> 1.7"},
      {:ecto_sql, "~> 3.10"},
      {:postgrex, ">= 0.0.0"},
      # {:myxql, ">= 0.0.0"},
      {:absinthe, "~> 1.7"}
    ]
  end
end
""",
        "lib/app.ex": "defmodule App do\nend\n" * 50,
        "assets/css/app.css": "a { b: c }\n" * 40,
    },
    "Elixir",
    frozenset(["Elixir", "Phoenix", "Ecto", "PostgreSQL", "GraphQL", "CSS"]),
)

_CELLS = [
    {"cell_type": "code", "source": ["import pandas as pd\n"] * 40, "outputs": [{"data": {"image/png": "A" * 90_000}}]},
    {"cell_type": "markdown", "source": "# Title"},
]
NOTEBOOKS: Facts = (
    "notebooks",
    {
        "analysis.ipynb": json.dumps({"cells": _CELLS, "metadata": {"kernelspec": {"language": "python"}}}),
        "requirements/base.txt": "-r other.txt\nPandas==2.0\nscikit_learn>=1  # not torch\n--hash=sha256:00\n./local\n",
        "requirements-dev.txt": "jupyterlab\nhttps://example.com/django.zip\n-e git+https://x.y/z.git#egg=matplotlib\n",
        "environment.yml": "dependencies:\n  - conda-forge::xgboost=2.0\n  - pip:\n      - mlflow\n",
        "setup.py": "REQ = ['numpy']\nsetup(install_requires=REQ, extras_require={'x': ['plotly']})\n",
        "plots.R": "x <- 1\n",
        "report.html": '<meta name="generator" content="pandoc">' + "x" * 90_000,
        "data.csv": "1,2\n" * 50_000,
    },
    "Python",
    frozenset(["Python", "Pandas", "scikit-learn", "Jupyter", "Matplotlib", "XGBoost", "MLflow", "NumPy", "Plotly"]),
)
