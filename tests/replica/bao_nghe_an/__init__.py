"""Báo Nghệ An: one host, four generations of its system, each with pages of its own.

``generations`` says which article is of which generation, ``posts`` what only a newspaper prints,
``typeset`` how the generations set it alike, ``onecms``, ``epi`` and ``old`` have their pages.
"""
