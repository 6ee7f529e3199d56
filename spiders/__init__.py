"""The sites, one declaration a file; ``families`` holds the CMSs that read them."""
