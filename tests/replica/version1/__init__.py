"""The "-aID" newspaper platform, on which one site of the replica runs."""
