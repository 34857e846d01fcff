"""A person at a consent page: headless Chromium, driven by Selenium through Debian's chromedriver."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.local_account import until

#: Chromium's sandbox does not run as root, nor does every machine have a GPU; and it asks things of Google by itself.
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves the machine, as in the tests' own process.
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def require_chromium() -> None:
    """Skip the test without Chromium and its driver: to be called before anything waits for `consenting_browser`."""
    for program in ("chromium", "chromedriver"):
        if shutil.which(program) is None:
            pytest.skip(f"chromium is not installed: there is no {program} (Debian: chromium and chromium-driver)")


def consenting_browser(url: str, *, email: str, deny: bool = False, untick: Collection[str] = ()) -> str:
    """
    Open the consent page at *url*, agree as *email*, and give the text of the page that the browser is sent back to.

    Knows two pages: emulate's, with a form for each account, and that of our own server, with a checkbox for each scope
    and two buttons. There *deny* refuses, and *untick* withholds scopes. The page that the browser is sent back to
    has to be of another host or port, and has to be there: Chromium's own page about an error fails.
    """
    require_chromium()
    with _chromium() as browser:
        browser.get(url)
        assert not _document_url(browser).startswith("chrome-error:"), f"{url}: {_text(browser)}"
        asking = urlsplit(browser.current_url).netloc
        for scope in untick:
            _checkbox(browser, scope).click()
        _button(browser, email, deny).click()
        until(lambda: _has_loaded_elsewhere(browser, asking), f"the page that {url} sends back to")
        assert not _document_url(browser).startswith("chrome-error:"), f"{browser.current_url}: {_text(browser)}"
        return _text(browser)


@contextmanager
def _chromium() -> Iterator[Chrome]:
    """Run a Chromium that has never run before."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    # Chromium's helpers may still write when the browser has gone.
    with (
        tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile,
        pytest.MonkeyPatch.context() as environment,
    ):
        # Both programs are named, so that Selenium looks for none; should it, it downloads nothing.
        environment.setenv("SE_OFFLINE", "true")
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        browser = Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            yield browser
        finally:
            browser.quit()


def _checkbox(browser: Chrome, scope: str) -> WebElement:
    """Give the ticked checkbox of a scope."""
    boxes = browser.find_elements(By.CSS_SELECTOR, "input[type=checkbox]")
    named = [box for box in boxes if scope in (box.get_attribute("value"), box.get_attribute("name"))]
    assert [box.is_selected() for box in named] == [True], f"{scope} is not ticked once on the page: {_text(browser)}"
    return named[0]


def _button(browser: Chrome, email: str, deny: bool) -> WebElement:
    """Give the button to press: for an account, or yes or no if the page asks that."""
    if answers := browser.find_elements(By.ID, "deny" if deny else "allow"):
        assert email in _text(browser), f"{email} is not who is asked on the page: {_text(browser)}"
        return answers[0]
    assert not deny, f"there is no way to refuse on the page: {_text(browser)}"
    for form in browser.find_elements(By.TAG_NAME, "form"):
        for field in form.find_elements(By.NAME, "email"):
            if field.get_attribute("value") == email:
                return form.find_element(By.TAG_NAME, "button")
    raise AssertionError(f"{email} cannot be chosen on the page: {_text(browser)}")


def _has_loaded_elsewhere(browser: Chrome, asking: str) -> bool:
    """Say whether a page of another place than *asking* is there and complete."""
    elsewhere = urlsplit(_document_url(browser)).netloc != asking
    return elsewhere and browser.execute_script("return document.readyState") == "complete"


def _text(browser: Chrome) -> str:
    """Give the text of the page that is shown."""
    return browser.find_element(By.TAG_NAME, "body").text


def _document_url(browser: Chrome) -> str:
    """Give the URL of the document that is shown; `current_url` is the wanted one even where an error is shown."""
    return str(browser.execute_script("return document.URL"))
