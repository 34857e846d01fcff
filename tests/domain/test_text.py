from __future__ import annotations

import pytest

from daemon.domain.text import clean_value, one_line, to_text


@pytest.mark.parametrize(
    "source, text",
    [
        ("plain\r\ntext\rhere", "plain\ntext\nhere"),
        ("<p>Hi</p><p>there</p>", "\nHi\n\nthere\n"),
        ("one<br>two<br/>three<BR >four", "one\ntwo\nthree\nfour"),
        ("<ul><li>a</li><li>b</li></ul>", "\n\na\n\nb\n\n"),
        ("Jane Doe <jane@acme.example>", "Jane Doe <jane@acme.example>"),
        ("help<https://aka.ms/x>", "help<https://aka.ms/x>"),
        ("Jane &lt;<a href='mailto:jane@acme.example'>jane@acme.example</a>&gt;", "Jane <jane@acme.example>"),
        ("R&amp;D &#8211; caf&eacute;", "R&D – café"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("a < b and c > d", "a < b and c > d"),
        ('<a title="x > y" href="z">t</a>', "t"),
        ("<a title='unclosed>t", "t"),
        ("<b", "<b"),
        ("x <!-- gone --> y", "x y"),
        ("x <!-- never closed", "x "),
        ("<script>alert(1)</script>after", "after"),
        ("<style>p{}</style>after", "after"),
        ("<o:p>office</o:p>", "office"),
        ("<td>a</td><td>b</td>", " a b "),
        ("&lt;b&gt;not bold", "<b>not bold"),
        ("a\x00b\u202ec\u200bd\ufeffe", "abcde"),
        ("tab\there\xa0too", "tab here too"),
        ("a\u2028b\x0bc\x85d", "a\nb\nc\nd"),
    ],
)
def test_a_description_is_read_as_a_person_sees_it(source: str, text: str) -> None:
    """Markup goes, addresses stay, entities are decoded, blocks end lines, what is invisible is dropped."""
    assert to_text(source) == text


def test_joiners_stay_inside_words_only() -> None:
    """Persian and Indic words keep their joiners; at a word's edge they would only hide."""
    assert (
        one_line("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", 60)
        == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )
    assert one_line("\u200cab\u200d cd\u200d", 60) == "ab cd"


def test_one_line_is_one_line_and_cut() -> None:
    """Line ends become spaces, and nothing is longer than the limit."""
    assert one_line("  a\r\n b\u2029c  ", 60) == "a b c"
    assert one_line("x" * 90, 60) == "x" * 60


@pytest.mark.parametrize(
    "value, clean",
    [
        ("Acme", "Acme"),
        ("AT&T", "AT&T"),
        ("Acme {{ 7*7 }}", "Acme"),
        ("{{ 7*7 }}", ""),
        ("{% x %}Acme", "Acme"),
        ("${x} Acme", "Acme"),
        ("<b>Acme</b>", "Acme"),
        ("Acme <script>", "Acme"),
        ("Acme < b", ""),
        ("jane@acme.example", ""),
        ("https://acme.example", ""),
        ("---", ""),
        ("Acme\r\nBcc: x", "Acme Bcc: x"),
    ],
)
def test_a_value_with_markup_or_an_address_is_cleaned_or_dropped(value: str, clean: str) -> None:
    """Template marks and tags are taken out, never evaluated; addresses and links make a value useless."""
    assert clean_value(value, 60) == clean
