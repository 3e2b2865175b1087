"""What is said where a model cannot be repeated, as long as nothing was written."""

from __future__ import annotations


class RefusedModelError(ValueError):
    """A model whose scores SQL would not repeat; the message is one sentence that says why."""
