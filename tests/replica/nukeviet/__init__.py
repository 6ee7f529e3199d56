"""NukeViet, on which two sites of the replica run, each with another theme."""
