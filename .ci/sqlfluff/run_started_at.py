"""What dbt calls run_started_at, for the linter."""


def strftime(_: str) -> str:
    """A moment."""
    return "2020-01-01 00:00:00"
