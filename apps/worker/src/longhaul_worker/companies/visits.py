"""A page that was read, and when."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from longhaul_worker.companies.page import Page


class Visit(BaseModel):
    """A page of the company's site as it was at a time."""

    page: Page
    at: datetime
