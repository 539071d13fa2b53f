"""Tools of building and running: workflows of GitHub Actions, GitLab, CircleCI and Azure, Terraform, Ansible."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from longhaul_worker.projects.manifests.containers import images
from longhaul_worker.projects.manifests.reading import listed, mapping, texts, walk, yaml_documents

_COMMENT: Final = re.compile(r"^[ \t]*(?:#|//)[^\n]*|/\*.*?\*/", re.MULTILINE | re.DOTALL)
_SOURCE: Final = re.compile(r'\bsource\s*=\s*"([\w.-]+/[\w-]+(?:/\w+)?)"')
_PROVIDER: Final = re.compile(r'^[ \t]*provider\s+"([\w-]+)"', re.MULTILINE)
_CLOUDS: Final = {"aws": "aws", "google": "google", "azurerm": "azurerm", "kubernetes": "kubernetes", "helm": "helm"}
_SERVICES: Final = {
    "aws_s3_bucket": "Amazon S3", "aws_lambda_function": "AWS Lambda", "aws_dynamodb_table": "DynamoDB",
    "aws_ecs_cluster": "Amazon ECS", "aws_ecs_service": "Amazon ECS", "aws_eks_cluster": "Amazon EKS",
    "aws_instance": "Amazon EC2", "aws_db_instance": "Amazon RDS", "aws_rds_cluster": "Amazon RDS",
    "aws_sqs_queue": "Amazon SQS", "aws_sns_topic": "Amazon SNS", "aws_kinesis_stream": "Amazon Kinesis",
    "google_cloud_run_service": "Cloud Run", "google_cloud_run_v2_service": "Cloud Run",
    "google_container_cluster": "Google Kubernetes Engine", "google_bigquery_dataset": "BigQuery",
    "google_cloudfunctions_function": "Cloud Functions", "google_pubsub_topic": "Pub/Sub",
    "azurerm_kubernetes_cluster": "AKS",
}  # fmt: skip
_TYPES: Final = re.compile(r'^[ \t]*resource\s+"(\w+)"', re.MULTILINE)
_LAMBDA: Final = re.compile(
    r"AWS::(Serverless::Function|Lambda::Function|DynamoDB::Table|S3::Bucket|SQS::Queue|SNS::Topic)"
)
_FORMATION: Final = {
    "Serverless::Function": "AWS Lambda", "Lambda::Function": "AWS Lambda", "DynamoDB::Table": "DynamoDB",
    "S3::Bucket": "Amazon S3", "SQS::Queue": "Amazon SQS", "SNS::Topic": "Amazon SNS",
}  # fmt: skip


def workflow(text: str) -> Iterable[str]:
    """GitHub Actions, the actions that are used, and the images of jobs and services."""
    found: list[str] = []
    for document in yaml_documents(text):
        jobs = mapping(mapping(document).get("jobs"))
        if jobs:
            found.append("tool:GitHub Actions")
        for job in map(mapping, jobs.values()):
            container = job.get("container")
            found += images(container) or images(mapping(container).get("image"))
            for service in mapping(job.get("services")).values():
                found += images(mapping(service).get("image"))
            for step in map(mapping, listed(job.get("steps"))):
                uses = str(step.get("uses") or "").partition("@")[0].lower()
                if uses.startswith("docker://"):
                    found += images(uses.removeprefix("docker://"))
                elif uses and not uses.startswith("."):
                    found.append(f"action:{uses}")
    return found


def pipeline(text: str) -> Iterable[str]:
    """Images of a GitLab, CircleCI, Drone or Bitbucket pipeline."""
    found: list[str] = []
    for document in yaml_documents(text):
        for part in walk(document):
            found += images(part.get("image")) or images(mapping(part.get("image")).get("name"))
            for service in listed(part.get("services")):
                found += images(service) or images(mapping(service).get("name"))
    return found


def circleci(text: str) -> Iterable[str]:
    """CircleCI and the images of its jobs."""
    return ["tool:CircleCI", *pipeline(text)]


def terraform(text: str) -> Iterable[str]:
    """Terraform, its providers, and the services that its resources are of."""
    source = _COMMENT.sub("", text)
    found = ["tool:Terraform"]
    found += [f"provider:{name.lower()}" for name in (*_SOURCE.findall(source), *_PROVIDER.findall(source))]
    for kind in _TYPES.findall(source):
        cloud = _CLOUDS.get(kind.partition("_")[0])
        if cloud is not None:
            found.append(f"provider:{cloud}")
        if kind in _SERVICES:
            found.append(f"tool:{_SERVICES[kind]}")
    return found


def playbook(text: str) -> Iterable[str]:
    """Ansible, where the file is a playbook or a list of tasks of a role."""
    for document in yaml_documents(text):
        for play in map(mapping, listed(document)):
            if "hosts" in play and ({"tasks", "roles", "pre_tasks", "handlers"} & set(play)):
                return ["tool:Ansible"]
    return []


def formation(text: str) -> Iterable[str]:
    """CloudFormation or SAM, and the services that its resources are of."""
    kinds = _LAMBDA.findall(text)
    if not kinds and "AWSTemplateFormatVersion" not in text and "AWS::Serverless" not in text:
        return []
    return ["tool:AWS", "tool:CloudFormation", *(f"tool:{_FORMATION[kind]}" for kind in kinds)]


def serverless(text: str) -> Iterable[str]:
    """The cloud that a serverless.yml deploys to."""
    for document in yaml_documents(text):
        provider = mapping(document).get("provider")
        names = texts(provider) or texts(mapping(provider).get("name"))
        if "aws" in names:
            return ["tool:AWS", "tool:AWS Lambda", "tool:Serverless"]
        if names:
            return ["tool:Serverless"]
    return []
