"""Names of pictures (``alt``) that a text extractor prints as lines, and debris of its own."""

from crawler.extract.boilerplate.rule import Rule, Scope

#: The name that the VNPT Portal gives to every picture of an article.
PICTURE = Rule(
    name="picture of the text",
    scope=Scope.LINE,
    phrases=(r"anh[ -]tin[ -]bai",),
    example=("Anh-tin-bai", "anh tin bai"),
    keeps=("Anh tin bai học ấy còn mãi.",),
)

RULES = (
    PICTURE,
    Rule(
        name="picture of the page",
        scope=Scope.LINE,
        phrases=(
            r"image banner",
            r"no image",
            r"banner",
            r"banner [^.()]{0,60}\([^()]{1,40}\)",
            r"banner [0-9]{2,4} ?x ?[0-9]{2,4}",
            r"logo",
            r"null",
        ),
        example=(
            "image banner", "no image", "Banner", "Banner trang (Top-2)", "banner 160x600", "logo",
            "null",
        ),
        keeps=("Banner cổ động treo dọc đường Lê Lợi", "Logo mới của Đảng bộ (bản in)"),
    ),
    Rule(
        name="lone mark",
        scope=Scope.LINE,
        phrases=(r"[.,;|>»•]", r">>", r"->", r"!\[\] ?+\|?+", r"(?:\{[a-z]{1,20}\}){1,9}"),
        example=(".", ",", ";", "|", ">", ">>", "->", "![] |", "![]", "{title}{publish}{head}"),
        keeps=("./.", "(1).", "***", "…", "- Như trên;", "{title} là tên của biến."),
    ),
)  # fmt: skip
