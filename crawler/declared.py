"""The sites that are declared, found by importing the modules of a package."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from crawler.site import Site


@dataclass(frozen=True, kw_only=True)
class Declared:
    """Sites by name, and for each broken declaration the sentence that says what is wrong."""

    sites: Mapping[str, Site]
    broken: Mapping[str, str]


@cache
def declared_sites(package: str = "spiders") -> Declared:
    """Every ``SITE`` in the modules of *package*, in alphabetical order.

    A module that cannot be imported is out, alone: the other sites work.
    """
    sites: dict[str, Site] = {}
    broken: dict[str, str] = {}
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        if module.ispkg:
            continue
        try:
            site = importlib.import_module(f"{package}.{module.name}").SITE
        except (
            ImportError,
            SyntaxError,
            TypeError,
            ValueError,
            AttributeError,
            NameError,
        ) as error:
            broken[module.name] = f"{type(error).__name__}: {error}"
        else:
            sites[site.name] = site
    return Declared(sites=sites, broken=broken)
