from __future__ import annotations

import pytest

from daemon.domain.called_off import is_called_off


@pytest.mark.parametrize(
    "title",
    [
        "Canceled: Interview with ACME",
        "Cancelled: Interview with ACME",
        "CANCELED - Interview",
        "Canceled event: Interview",
        "Fwd: Canceled: Interview",
        "[Cancelled] Interview",
        "Interview with ACME (cancelled)",
        "Abgesagt: Gespräch mit ACME",
        "Annulé : Entretien",
        "Annulée: Entretien",
        "Cancelado: Entrevista",
        "Annullato: Colloquio",
        "Geannuleerd: Gesprek",
        "Aflyst: Samtale",
        "Avlyst: Intervju",
        "Inställt: Intervju",
        "Peruutettu: Haastattelu",
        "Odwołane: Rozmowa",
        "Отменено: Собеседование",
        "キャンセル済み: 面接",
        "已取消: 面试",
    ],
)
def test_a_calendars_word_before_a_title_calls_it_off(title: str) -> None:
    """Outlook leaves the status of a guest's copy alone."""
    assert is_called_off(title)


@pytest.mark.parametrize(
    "title",
    [
        "Interview: Cancellation Manager",
        "Cancelled Flights Ltd – interview",
        "Interview about cancelled projects",
        "Rescheduled: Interview",
        "Interview (canceled slot reopened)",
        "Uncancelled: Interview",
        "",
    ],
)
def test_the_word_elsewhere_says_nothing(title: str) -> None:
    """It may be a company's or a role's."""
    assert not is_called_off(title)
