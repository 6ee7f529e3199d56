"""A replica of the sites: servers on loopback that imitate their platforms, and the truth of them.

It imports nothing of the project, so that a misreading cannot hide in both. All text is invented.
Every page but the front page has counters, a clock, link lists and view numbers that move at every
request; what belongs to the article is the same at every request and a pure function of (seed,
site, number of the article). Only the lists of numbers are held in memory.

:func:`replica` serves the sites that are named, or all; :func:`pages` gives the pages of one beside
their truth, without a server.

The truth, one object an article:

- ``urls``: every address that serves the article, the first one first; more than one for a repost
  (same text and date, other section, other slug, other id; on NukeViet the slug and the id stay).
  Links by way of the newspaper's old host or below ``/https/`` are no addresses of an article, nor
  are NukeViet's pages to print, to save and to recommend it, which all answer. Removed articles,
  which answer 404 or 200 with a message, are listed but not in the truth.
- ``listed_in``: names of the sections that list it. A repost is listed in its second section at
  its second address; other articles with two sections have one address in both.
- ``title``, ``lead`` and all texts are NFC with white space folded (NBSP too), without marks that
  have no shape (zero-width blanks, soft hyphens), with Đ where the page has the like-looking eth,
  else spelled as printed: old and new tone placement stay as they are. ``lead`` is the summary
  that the page sets apart, without the outlet tag; null where the page sets none apart.
- ``blocks``: in printed order, the lead first (a paragraph), the title never. Each is ``{kind,
  text, url}``. Not in the blocks: the line that names the author; empty paragraphs and paragraphs
  of one punctuation mark; link boxes with their heading ("Các tin khác", "Tin liên quan:") and
  whatever stands outside the article; names of pictures (``alt``); a hidden copy of a picture.
- Paragraphs that one element holds, parted by two line breaks, are a block each; a single break
  before a small letter parts nothing. A list is one block with a line an item, without bullets or
  numbers. A table is one block with a line a row, cells joined by " | ", a heading row like any
  other; a table that frames a picture is none. A ``blockquote`` is a quote; a video has no text.
- A caption directly follows its picture; two pictures may share the caption after the second. It
  is a centred or bold paragraph of its own, stands below the picture in the same element, or is a
  ``figcaption`` or a cell below. Set on several centred lines it is a block a line. A picture that
  ordinary prose follows has none.
- A picture beside the lead, or between lead and text, is the first block after the lead, wherever
  the page has it, and its caption, if there is one, the next. VNPT pages give it no caption.
- ``body``: the texts of paragraphs, headings, lists, tables and quotes, a line each, without the
  lead.
- ``captions``, ``pictures``, ``attachments``: texts and absolute addresses, in printed order, each
  once. Addresses are as an encoder leaves them: percent-encoded in capitals.
- An attachment is a link to a PDF, whether its address says so or not (NukeViet: ``?download=``),
  and in the blocks its text is the link's, without NukeViet's "Tập tin : ". It is the last block,
  after the body. A viewer of the same PDF adds nothing. On the newspaper's pages the link is a
  paragraph of its own: an attachment, no paragraph.
- ``kind``: ``text`` where there is a lead or a body, else ``document`` or ``photo``.
- ``author`` without its label ("Tác giả:", "Tin, ảnh:", "Bài, ảnh:"), capitals and initials as
  printed; ``source`` is what "(Theo …)" below the author or "Nguồn tin:" names. Null where none is.
- ``outlet_tag``: ``BDK.VN`` where the summary begins with it.
- ``section``: the last step of the breadcrumb at the first address, or the line above the title;
  null on VNPT pages, which have neither; ``section_at`` gives it for each address.
- ``published_at`` is what the page prints, to the minute or the second; an attribute that agrees
  with it adds the seconds, one that does not (a later edit) is not believed. It is null where the
  page states a day only, and ``published_on`` too where it states no date. The clock at the top
  and the dates of other articles date nothing.

Of ``bao_nghe_an``, one host with four generations of pages, it says besides:

- ``platforms`` has for each address what prints the page there: ``onecms`` (generation 3),
  ``epi`` (2) or ``bna_old`` (1 and 0). On the other sites it is empty.
- An article that was carried over has two addresses, as a repost has, each listed in one section:
  the present one, and generation 2's. Title, text, pictures and moment are the same at both, the
  section that is stated may be narrower at the second.
- A section shows its thirty newest links and has no further page. ``listed_in`` has the sections
  that show the article now; it is empty where none does, from about a hundred articles on.
- Each paragraph of a quotation set apart is a ``quote``, the one that names the speaker too;
  ``body`` has them. A ``video`` has the address of its player or film, no text, and may have a
  caption; ``videos`` has them all, and ``kind`` is ``video`` where there is no lead or body.
- The address of a picture is its ``src``, or its ``data-src`` where a placeholder stands there.
- The summary of generations 0 and 1 is a first paragraph that is bold as a whole.
- ``source`` may also be the outlet named alone below the author. A name that the head of the page
  has is the author's, whether or not a last line repeats it.
- Where a page prints no date, ``published_at`` is what it states for machines. In one of the forms
  for machines the month stands first. "Cập nhật lúc" is the date of publication where it is the
  only date.
- Link boxes, polls and advertisements within the text are not in the blocks.
"""

from tests.replica.direct import pages
from tests.replica.sites import ALL
from tests.replica.world import World, replica

__all__ = ["ALL", "World", "pages", "replica"]
