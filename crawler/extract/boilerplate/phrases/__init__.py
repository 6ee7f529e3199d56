"""What is no content, as data: each rule with lines it removes and near-misses it keeps.

The phrases are those of the platforms and pages that the families read. A phrase alone on its line
is boilerplate; the same phrase at the beginning of a sentence ("Hôm nay, …", "Các tin khác nhau
…") is not.
"""

from crawler.extract.boilerplate.phrases import counters, forms, frame, lists, pictures, tools
from crawler.extract.boilerplate.rule import RuleSet

RULES = RuleSet(
    (
        *pictures.RULES,
        *forms.RULES,
        *counters.RULES,
        *tools.RULES,
        *frame.RULES,
        *lists.RULES,
    )
)
