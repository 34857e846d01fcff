"""Titles that say that a meeting does not take place, where the event's own status says nothing."""

from __future__ import annotations

import re

#: What Outlook, Exchange and others put before the title of a cancelled meeting, each in its language. An organizer's
#: cancellation changes a guest's copy to this and often leaves its STATUS alone.
_WORDS = (
    *("cancell?ed(?: event)?", "event cancell?ed", "meeting cancell?ed", "called off"),
    *("abgesagt(?:er termin)?", "termin abgesagt", "storniert", "entfällt"),
    *(r"annulée?s?", r"événement annulé", r"réunion annulée"),
    *("cancelad[oa]s?", "anulad[oa]", "evento cancelado", "reunión cancelada"),
    *("annullat[oa]", "geannuleerd", "afgelast", "cancelada"),
    *("aflyst", "avlyst", "inställt", "inställd", "peruttu", "peruutettu"),
    *("odwołan[eyo]", "anulowan[eyo]", "zrušeno", "zrušené", "lemondva", "törölve", "anulat[ăa]?", "otkazano"),
    *("отменено", "отменена", "скасовано", "i̇?iptal(?: edildi)?", "ακυρώθηκε", "ακυρωμένο"),
    *("キャンセル(?:済み)?", "取り消し", "已取消", "취소(?:됨)?", "בוטל", "ملغ[اىي]ة?"),
)
_WORD = f"(?:{'|'.join(_WORDS)})"
#: Answers and forwards that may stand before it.
_BEFORE = r"^\s*(?:(?:re|fwd?|aw|wg|tr)\s?:\s*){0,3}"
_AT_THE_START = re.compile(rf"{_BEFORE}(?:{_WORD}\s?[:：]|{_WORD}\s[–—-]\s|[\[(【]\s?{_WORD}\s?[\])】])", re.IGNORECASE)
_AT_THE_END = re.compile(rf"[\[(【]\s?{_WORD}\s?[\])】]\s*$", re.IGNORECASE)


def is_called_off(title: str) -> bool:
    """Say whether *title* (on one line) begins, or ends in brackets, with a calendar's word for a cancelled meeting."""
    return _AT_THE_START.match(title) is not None or (
        title[-1:] in {")", "]", "】"} and _AT_THE_END.search(title) is not None
    )
