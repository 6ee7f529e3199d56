"""The VNPT Portal, on which two sites of the replica run."""

from tests.replica.vnpt.pages import PAGING_PATH

__all__ = ["PAGING_PATH"]
