from __future__ import annotations

from importlib.resources import files

import pytest

from daemon.domain.company import find_company, read_company
from daemon.domain.employer_domain import company_label
from daemon.domain.interview import Interviewer
from daemon.domain.lines import Lines
from daemon.domain.names import read_name
from daemon.domain.policy import Me
from daemon.domain.role import find_role

ME = Me("Noor Castellan", "noor.castellan@example.com")

# A title, the address of the one interviewer or "", the company and the role that follow.
TITLES = [
    (
        "Interview with Brassbell: Senior Accountant",
        "adaeze.nwachukwu@brassbell.example",
        "Brassbell",
        "Senior Accountant",
    ),
    ("Interview with Brassbell: Senior Accountant", "", "Brassbell", "Senior Accountant"),
    ("Acme – Backend Engineer – Onsite", "", "Acme", "Backend Engineer"),
    ("Backend Engineer interview", "", "", "Backend Engineer"),
    ("Backend Engineer Phone Screen at Acme", "", "Acme", "Backend Engineer"),
    ("Phone screen: Acme", "", "Acme", ""),
    ("Phone Screen with Jane Smith", "", "", ""),
    ("Noor Castellan: Hiring Manager Interview", "jane.doe@acme.example", "Acme", ""),
    (
        "Hiring Manager Interview - Software Engineer II, Payments",
        "jane.doe@acme.example",
        "Acme",
        "Software Engineer II, Payments",
    ),
    ("[Lever] Phone Interview | Noor Castellan", "jane.doe@acme.example", "Acme", ""),
    ("Technical Interview - LumenForge (Noor Castellan)", "jane.doe@lumenforge.example", "LumenForge", ""),
    ("Marlow Bank: Data Analyst (m/w/d) – 2. Runde", "a.b@marlowbank.example", "Marlow Bank", "Data Analyst"),
    ("Interview: Data Scientist at Marlow Bank", "", "Marlow Bank", "Data Scientist"),
    (
        "Updated invitation: Product Manager Interview @ Tue Dec 1, 2026 10am - 11am (GMT) (noor@x.example)",
        "j@acme.example",
        "Acme",
        "Product Manager",
    ),
    ("Re: Interview Noor / Acme", "j@acme.example", "Acme", ""),
    ("Noor <> Jane (Acme)", "jane@acme.example", "Acme", ""),
    ("Interview with the CTO", "jane@acme.example", "Acme", ""),
    ("Chat with VP of Engineering – Staff Engineer", "jane@acme.example", "Acme", "Staff Engineer"),
    ("Final round: Head of Product @ Acme Corp", "jane@acme.example", "Acme", "Head of Product"),
    ("Onsite (2/3) – System Design", "jane@acme.example", "Acme", ""),
    ("Culture Fit Interview", "jane@acme.example", "Acme", ""),
    ("Interview: Noor Castellan for Senior PM at Acme - Hiring Manager", "jane@acme.example", "Acme", "Senior PM"),
    ("Acme interview, 2 PM", "jane@acme.example", "Acme", ""),
    ("Frontend Dev interview", "jane@acme.example", "Acme", "Frontend Dev"),
    ("Acme Interview – London", "jane@acme.example", "Acme", ""),
    ("Acme Interview – Meet the Team", "jane@acme.example", "Acme", ""),
    ("Panel interview for Museum Registrar", "jane@acme.example", "Acme", "Museum Registrar"),
    ("Interview for the position of Head Gardener at Kew Fields", "", "Kew Fields", "Head Gardener"),
    (
        "Vorstellungsgespräch Softwareentwickler (m/w/d) bei Nordlicht GmbH",
        "a@nordlicht.example",
        "Nordlicht",
        "Softwareentwickler",
    ),
    ("Entretien – Chef de projet – Velours", "a@velours.example", "Velours", "Chef de projet"),
    ("2nd interview", "a@acme.example", "Acme", ""),
    ("Recruiter Screen - Acme", "a@acme.example", "Acme", ""),
    ("Interview: QA Engineer (Remote)", "a@acme.example", "Acme", "QA Engineer"),
    ("Senior iOS Engineer – 60 min Coding Interview", "a@acme.example", "Acme", "Senior iOS Engineer"),
    ("Coding Interview #2", "a@acme.example", "Acme", ""),
    ("Jane Doe <> Noor Castellan | Acme", "jane.doe@acme.example", "Acme", ""),
    ("Acme x Noor: Engineering Manager chat", "a@acme.example", "Acme", "Engineering Manager"),
    ("Take-home review: Marketing Manager, EMEA", "a@acme.example", "Acme", "Marketing Manager, EMEA"),
    ("Interview (Nurse Practitioner) St. Brigid Hospital", "", "St. Brigid Hospital", "Nurse Practitioner"),
    ("Test Engineer interview", "a@acme.example", "Acme", "Test Engineer"),
    ("Product Designer – Portfolio Review", "a@acme.example", "Acme", "Product Designer"),
    ("Tallow & Wick: Shop Supervisor interview", "a@tallow-and-wick.example", "Tallow & Wick", "Shop Supervisor"),
    ("Interview: Shop Supervisor, Tallow and Wick", "a@tallow-and-wick.example", "Tallow and Wick", "Shop Supervisor"),
    ("Interview: Shop Supervisor, Tallow and Wick", "", "", "Shop Supervisor"),
    ("Zoom call with Gareth", "gareth@gmail.com", "", ""),
    ("Acme interview (rescheduled)", "a@acme.example", "Acme", ""),
    ("Your interview with Acme is confirmed", "a@acme.example", "Acme", ""),
    ("Your upcoming interview with Acme!", "", "Acme", ""),
    ("Interview @ 3pm", "", "", ""),
    ("Interview at 14:30", "", "", ""),
    ("Interview", "", "", ""),
    ("Job interview", "", "", ""),
    ("#interview", "", "", ""),
    ("Coffee with Priya @ Northwind Bakery", "", "Northwind Bakery", ""),
    ("Head Baker interview – Northwind Bakery", "a@northwindbakery.example", "Northwind Bakery", "Head Baker"),
    (
        "Northwind Bakery - Noor Castellan - Head Baker - Trial shift",
        "a@northwindbakery.example",
        "Northwind Bakery",
        "Head Baker",
    ),
    (
        "Interview - Noor Castellan - Senior Product Manager - Growth",
        "a@acme.example",
        "Acme",
        "Senior Product Manager",
    ),
    (
        "Acme | Onsite Interview | Senior Backend Engineer | Noor Castellan",
        "a@acme.example",
        "Acme",
        "Senior Backend Engineer",
    ),
    (
        "Noor Castellan - Interview for Senior Data Engineer (Job ID 12345)",
        "a@acme.example",
        "Acme",
        "Senior Data Engineer",
    ),
    ("Lunch interview Acme", "a@acme.example", "Acme", ""),
    ("Interview with Jane Baker", "jane.baker@acme.example", "Acme", ""),
    ("Interview Jane Baker / Noor Castellan", "x@acme.example", "Acme", ""),
    ("GoodTime: Virtual Onsite with Acme", "a@acme.example", "Acme", ""),
    ("R&D Engineer interview at Acme", "a@acme.example", "Acme", "R&D Engineer"),
    ("R&amp;D Engineer interview at Acme", "a@acme.example", "Acme", "R&D Engineer"),
    ("Interview {{7*7}} Engineer", "a@acme.example", "Acme", ""),
    ("VP, Engineering – Executive Interview", "a@acme.example", "Acme", "VP, Engineering"),
    ("CTO interview", "a@acme.example", "Acme", ""),
    ("Interview: Chief of Staff", "a@acme.example", "Acme", "Chief of Staff"),
    ("Bewerbungsgespräch: Projektleiterin", "a@acme.example", "Acme", "Projektleiterin"),
    ("Entrevista - Analista de datos - Solera", "a@solera.example", "Solera", "Analista de datos"),
    ("ACME INTERVIEW - SENIOR ACCOUNTANT", "a@acme.example", "Acme", "SENIOR ACCOUNTANT"),
    ("lumenforge intro call", "a@lumenforge.example", "Lumenforge", ""),
    ("Interview with Quickthorn", "ceo@getquickthorn.com", "Quickthorn", ""),
    ("Interview Müller Söhne: Schreiner", "a@mueller-soehne.example", "Müller Söhne", "Schreiner"),
    ("Caller ID interview", "a@acme.example", "Acme", ""),
    (
        "Invitation: Interview - Curator of Textiles @ Loom House",
        "a@loomhouse.example",
        "Loom House",
        "Curator of Textiles",
    ),
    ("Stage 2: Live Coding / Backend Developer", "a@acme.example", "Acme", "Backend Developer"),
    ("30 Minute Interview - Librarian", "a@acme.example", "Acme", "Librarian"),
    ("Noor & Jane: catch up re Grant Writer role", "jane@acme.example", "Acme", "Grant Writer"),
    ("Interview, Acme, Store Manager", "a@acme.example", "Acme", "Store Manager"),
    ("Workday: Interview for Payroll Clerk - R-0012345", "a@acme.example", "Acme", "Payroll Clerk"),
    ("Candidate interview: Noor Castellan (Software Engineer)", "a@acme.example", "Acme", "Software Engineer"),
    ("Bar Raiser interview", "a@acme.example", "Acme", ""),
    ("Debrief with Engineering Manager", "a@acme.example", "Acme", ""),
    ("Engineering Manager Interview | Software Engineer | Acme", "a@acme.example", "Acme", "Software Engineer"),
    ("Screening call – Acme – Dinner after", "a@acme.example", "Acme", ""),
    ("Interview Day @ Acme HQ", "a@acme.example", "Acme", ""),
    ("Research Scientist, Robotics: Tech Talk", "a@acme.example", "Acme", "Research Scientist, Robotics"),
    ("Chat w/ Acme re: Tour Guide", "a@acme.example", "Acme", "Tour Guide"),
    ("UX Research Lead (Contract) – Acme Interview 1 of 3", "a@acme.example", "Acme", "UX Research Lead"),
    ("Intro: Noor Castellan/Acme", "a@acme.example", "Acme", ""),
    ("Case Study Presentation", "a@acme.example", "Acme", ""),
    ("Acme Weekly Newsletter interview", "a@acme.example", "Acme", ""),
    ("Larkspur Interview | Noor Castellan & Tom Hale | Hiring Manager", "tom.hale@larkspur.example", "Larkspur", ""),
    (
        "Larkspur: Virtual Interview Confirmation – Field Botanist",
        "tom.hale@larkspur.example",
        "Larkspur",
        "Field Botanist",
    ),
    ("Interview Confirmation: Field Botanist (Larkspur)", "tom.hale@larkspur.example", "Larkspur", "Field Botanist"),
    ("Interview Invitation - Field Botanist", "tom.hale@larkspur.example", "Larkspur", "Field Botanist"),
    ("Interview scheduled: Field Botanist", "tom.hale@larkspur.example", "Larkspur", "Field Botanist"),
    ("Noor // Larkspur - Field Botanist", "tom.hale@larkspur.example", "Larkspur", "Field Botanist"),
    ("Phone Interview (Field Botanist) w/ Tom Hale", "tom.hale@larkspur.example", "Larkspur", "Field Botanist"),
    ("Tom / Noor", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Tom Hale and Noor Castellan", "tom.hale@larkspur.example", "Larkspur", ""),
    ("15 Minute Intro Call between Tom Hale and Noor Castellan", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Noor Castellan and Tom Hale: 45-min technical interview", "tom.hale@larkspur.example", "Larkspur", ""),
    (
        "Senior Botanist, Alpine – Larkspur – Loop (3 of 5) Values",
        "tom.hale@larkspur.example",
        "Larkspur",
        "Senior Botanist, Alpine",
    ),
    ("Larkspur Onsite: Lunch with team", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur Onsite: Product Manager (hiring manager)", "tom.hale@larkspur.example", "Larkspur", "Product Manager"),
    (
        "Larkspur | Round 3: Stakeholder interview | Communications Officer",
        "tom.hale@larkspur.example",
        "Larkspur",
        "Communications Officer",
    ),
    (
        "Interview for Communications Officer role with Larkspur",
        "tom.hale@larkspur.example",
        "Larkspur",
        "Communications Officer",
    ),
    ("Interview for the Communications Officer role", "", "", "Communications Officer"),
    ("Communications Officer role – chat with Tom", "tom.hale@larkspur.example", "Larkspur", "Communications Officer"),
    (
        "Screening interview // Junior Carpenter // Larkspur",
        "tom.hale@larkspur.example",
        "Larkspur",
        "Junior Carpenter",
    ),
    ("Call with Larkspur about Junior Carpenter position", "tom.hale@larkspur.example", "Larkspur", "Junior Carpenter"),
    (
        "Larkspur – Hiring Manager Screen – Sr. Data Engineer",
        "tom.hale@larkspur.example",
        "Larkspur",
        "Sr. Data Engineer",
    ),
    ("Larkspur Sr. Data Engineer Interview Panel 2", "tom.hale@larkspur.example", "Larkspur", "Sr. Data Engineer"),
    ("Meet & Greet with Larkspur", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur - Take Home Assignment Review w/ Tom", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur interview: bring portfolio", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur interview, 4th floor", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur interview - ask for Tom", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur interview (parking at back)", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur interview @ Manchester office", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur interview, Manchester", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Interview Larkspur Manchester", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur (Manchester) – Botanist", "tom.hale@larkspur.example", "Larkspur", "Botanist"),
    ("Larkspur final presentation to board", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur: offer discussion", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur follow-up with founder", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur Head of Talent intro", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Interview with Head of Design, Larkspur", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Interview with Tom Hale (Engineering Manager)", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Interview with Tom Hale, Engineering Manager at Larkspur", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Tom Hale (Engineering Manager) <> Noor Castellan", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Meeting with Engineering Manager", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur - Interviewer: Senior Engineer", "tom.hale@larkspur.example", "Larkspur", ""),
    ("1:1 with CEO", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Panel w/ Engineers", "tom.hale@larkspur.example", "Larkspur", ""),
    ("Larkspur Backend", "tom.hale@larkspur.example", "Larkspur", ""),
    (
        "Software Engineering Intern - Final Round",
        "tom.hale@larkspur.example",
        "Larkspur",
        "Software Engineering Intern",
    ),
    (
        "Postdoctoral Researcher interview (Hale Lab)",
        "tom.hale@larkspur.example",
        "Larkspur",
        "Postdoctoral Researcher",
    ),
    ("Trainee Solicitor Assessment Day", "tom.hale@larkspur.example", "Larkspur", "Trainee Solicitor"),
    (
        "Assistant Professor of Botany – Campus Visit",
        "tom.hale@larkspur.example",
        "Larkspur",
        "Assistant Professor of Botany",
    ),
    ("Teaching Assistant interview – Room B12", "tom.hale@larkspur.example", "Larkspur", "Teaching Assistant"),
    ("Interview at St. Brigid Hospital for Registered Nurse", "", "St. Brigid Hospital", "Registered Nurse"),
    ("St. Brigid Hospital interview", "", "St. Brigid Hospital", ""),
    ("Interview: Registered Nurse", "", "", "Registered Nurse"),
    ("Interview with Hartley & Finch LLP", "", "Hartley & Finch LLP", ""),
    ("Interview with Finch (Barista)", "", "Finch", "Barista"),
    ("Interview - Barista - Finch Coffee", "", "Finch Coffee", "Barista"),
    ("Finch Coffee: barista interview", "", "Finch Coffee", "barista"),
    ("Call with recruiter", "", "", ""),
    ("Interview Mr. Finch", "", "", ""),
    ("Interview with Dr. Vogel", "", "", ""),
    ("Zoom Interview", "", "", ""),
    ("Interview #2", "", "", ""),
    ("Interview – TBD", "", "", ""),
    ("Google interview", "", "Google", ""),
    ("Interview with Google", "", "Google", ""),
    ("Amazon – SDE II – Loop", "", "Amazon", "SDE II"),
    ("Microsoft Teams Meeting", "", "", ""),
    ("Interview via Zoom with Finch Coffee", "", "Finch Coffee", ""),
    ("Interview (Zoom) Finch Coffee – Shift Lead", "", "Finch Coffee", "Shift Lead"),
    ("Finch Coffee | Interview 2/3 | Shift Lead | Zoom", "", "Finch Coffee", "Shift Lead"),
    ("Rendez-vous entretien Boulanger chez Finch", "", "Finch", "Boulanger"),
    ("Entretien téléphonique – Ingénieur logiciel H/F – Velours", "", "Velours", "Ingénieur logiciel"),
    ("Sollicitatiegesprek Projectmanager bij Molenaar", "", "Molenaar", "Projectmanager"),
    ("面接 株式会社ヤマト – エンジニア", "", "", ""),
    ("Interview w. Larkspur", "", "Larkspur", ""),
    ("Carpenter @Larkspur", "", "Larkspur", "Carpenter"),
    ("Interview – JR-004411 – Payroll Clerk", "a@acme.example", "Acme", "Payroll Clerk"),
    ("REQ 88123: Payroll Clerk – Phone screen", "a@acme.example", "Acme", "Payroll Clerk"),
    ("88123 Payroll Clerk – Phone screen", "a@acme.example", "Acme", "Payroll Clerk"),
    ("Interview: ISO 27001 Auditor at Acme", "a@acme.example", "Acme", "ISO 27001 Auditor"),
    ("Interview: ISO-27001 Auditor", "a@acme.example", "Acme", "ISO-27001 Auditor"),
    ("⭐ Interview ⭐ Payroll Clerk ⭐ Acme", "a@acme.example", "Acme", "Payroll Clerk"),
    ("Acme™ ▸ Payroll Clerk ▸ R3", "a@acme.example", "Acme", "Payroll Clerk"),
    ("Process Engineer interview", "a@acme.example", "Acme", "Process Engineer"),
    ("Application Support Analyst – 1st interview", "a@acme.example", "Acme", "Application Support Analyst"),
    ("Call Centre Agent interview", "a@acme.example", "Acme", "Call Centre Agent"),
    ("Call with agent", "a@acme.example", "Acme", ""),
    ("Interview for Senior Technical Recruiter at Acme", "a@acme.example", "Acme", "Senior Technical Recruiter"),
    ("Technical Recruiter screen", "a@acme.example", "Acme", ""),
    ("Gespräch: Vertriebsleiterin Nord", "a@acme.example", "Acme", "Vertriebsleiterin Nord"),
    ("Gespräch mit dem Abteilungsleiter", "a@acme.example", "Acme", ""),
    ("Event Planner – Acme – interview", "a@acme.example", "Acme", "Event Planner"),
    ("Office tour with manager", "a@acme.example", "Acme", ""),
    ("Interview: Team Lead Customer Support", "a@acme.example", "Acme", "Team Lead Customer Support"),
    ("Interview: Solutions Architect via Harrow", "a@acme.example", "Acme", "Solutions Architect"),
    ("Interview via Harrow", "", "", ""),
    ("Entretien pour le poste de Comptable – Acme", "a@acme.example", "Acme", "Comptable"),
    ("2e entretien Technicien de maintenance, Acme", "a@acme.example", "Acme", "Technicien de maintenance"),
    ("Segunda entrevista: Auxiliar administrativo", "a@acme.example", "Acme", "Auxiliar administrativo"),
    ("Entrevista para el puesto de Ingeniera de datos", "a@acme.example", "Acme", "Ingeniera de datos"),
    ("Entretien avec la directrice", "a@acme.example", "Acme", ""),
    ("Zweitgespräch Bilanzbuchhalter, Acme", "a@acme.example", "Acme", "Bilanzbuchhalter"),
    ("Acme: Elektroniker für Betriebstechnik (m/w/d)", "a@acme.example", "Acme", "Elektroniker für Betriebstechnik"),
    ("Interview für Bilanzbuchhalter", "a@acme.example", "Acme", "Bilanzbuchhalter"),
    ("Gespräch: Vertriebsmitarbeiter im Außendienst", "a@acme.example", "Acme", "Vertriebsmitarbeiter im Außendienst"),
    ("Kennenlernen Acme", "a@acme.example", "Acme", ""),
    ("2nd interview Carpenter, Tern & Co", "a@ternandco.example", "Tern & Co", "Carpenter"),
    ("2nd interview Test Automation Engineer", "a@acme.example", "Acme", "Test Automation Engineer"),
    ("2nd interview Call Centre Agent, Acme", "a@acme.example", "Acme", "Call Centre Agent"),
    ("Interview: .NET Developer", "a@acme.example", "Acme", ".NET Developer"),
    ("Acme | VP of Product | Final round", "a@acme.example", "Acme", "VP of Product"),
    ("Logistics Coordinator – Acme", "a@acme.example", "Acme", "Logistics Coordinator"),
    ("Interview: Screen Printer", "a@acme.example", "Acme", "Screen Printer"),
    ("Gespräch – Gymnasium Elbufer", "a@acme.example", "Acme", ""),
    ("Interview - Account Executive, Mid-Market", "a@acme.example", "Acme", "Account Executive, Mid-Market"),
    ("University of Tern – Lecturer in Botany", "a@tern.ac.uk", "University of Tern", "Lecturer in Botany"),
    ("Tern Hospital: Ward Clerk interview", "a@tern.example", "Tern Hospital", "Ward Clerk"),
    ("Interview with T&W", "a@tw.example", "T&W", ""),
    ("Interview at Blue Heron: Sous Chef", "a@blueheronpub.example", "Blue Heron", "Sous Chef"),
    ("Interview at Heron House", "a@acme.example", "Acme", ""),
    ("Interview – Solutions Architect – Wexford plc", "", "Wexford plc", "Solutions Architect"),
    ("Student Assistant Ecology – interview", "a@acme.example", "Acme", "Student Assistant Ecology"),
]


def person(email: str, display: str = "") -> Interviewer:
    name = read_name(display, email)
    return Interviewer(email, name.full, name.greeting)


def company_of(title: str, *emails: str, lines: Lines | None = None) -> str:
    return find_company(lines or Lines(), [person(email) for email in emails], title, ME).value


@pytest.mark.parametrize("title, email, company, role", TITLES)
def test_company_and_role_follow_from_title_and_address(title: str, email: str, company: str, role: str) -> None:
    """Stages, names, tags and mail noise are neither company nor role; in doubt there is none."""
    people = [person(email, "Tom Hale" if email.startswith("tom") else "")] if email else []

    found = find_company(Lines(), people, title, ME).value

    assert found == company
    assert find_role(Lines(), title, found, people, (), ME).value == role


@pytest.mark.parametrize(
    "domain, label",
    [
        ("acme.example", "acme"),
        ("mail.eu.acme.co.uk", "acme"),
        ("uk.mail.tern-island.example", "tern-island"),
        ("ACME.Example", "acme"),
        ("xn--bcher-kva.example", "bücher"),
        ("gmail.com", ""),
        ("yahoo.co.uk", ""),
        ("hotmail.fr", ""),
        ("us.greenhouse-mail.io", ""),
        ("hire.lever.co", ""),
        ("zoom.us", ""),
        ("otter.ai", ""),
        ("resource.calendar.google.com", ""),
        ("yahoo.example", "yahoo"),
        ("nhs.net", ""),
        ("tern.onmicrosoft.com", "tern"),
        ("onmicrosoft.com", ""),
        ("royal-tern.nhs.uk", "royal-tern"),
        ("", ""),
        ("localhost", ""),
    ],
)
def test_the_label_before_the_public_suffix_names_an_employer(domain: str, label: str) -> None:
    """Subdomains and endings go; freemail, recruiting, meeting and calendar services are nobody's employer."""
    assert company_label(domain) == label


@pytest.mark.parametrize(
    "title, email, text, company, domain",
    [
        ("Data Analyst at Wexford Mills", "a@hays.com", "", "Wexford Mills", ""),
        ("Wexford Mills via Michael Page – Data Analyst", "a@michaelpage.co.uk", "", "Wexford Mills", ""),
        ("Data Analyst – Wexford Mills (via Harrow)", "a@harrow.example", "", "Wexford Mills", ""),
        ("Client call: Wexford Mills", "a@harrow-staffing.example", "", "Wexford Mills", ""),
        ("Interview", "a@harrow.example", "It is an interview with our client Wexford Mills.", "Wexford Mills", ""),
        ("Interview", "a@harrow.example", "- Client: Wexford Mills", "Wexford Mills", ""),
        ("Interview", "a@harrow.example", "Stelle bei unserem Mandanten Wexford Mühlen", "Wexford Mühlen", ""),
        ("Call with Hays", "a@hays.de", "", "", ""),
        ("Intro", "a@lindqvistpersonalberatung.example", "", "", ""),
        ("Recruitment Consultant at Hays", "a@hays.com", "", "Hays", ""),
        ("Interview", "a@harrow.example", "Tell us about work with our client Siemens", "Harrow", "harrow"),
        ("Interview", "a@harrow.example", "Sent on behalf of Pia Holm", "Harrow", "harrow"),
        ("Interview by Pia Holm", "a@harrow.example", "", "Harrow", "harrow"),
        ("Interview with Recruitopia", "a@recruitopia.example", "", "Recruitopia", "recruitopia"),
    ],
)
def test_an_agency_is_not_the_company(title: str, email: str, text: str, company: str, domain: str) -> None:
    """Its client is, where title or description name one; the agency itself only where one works there."""
    found = read_company(Lines(), [person(email)], title, ME, text)

    assert (found.evidence.value, found.domain) == (company, domain)


def test_an_agencys_guest_beside_the_clients_people_changes_nothing() -> None:
    """The client's domain tells the company, whoever has the majority."""
    assert company_of("Interview", "a@acme.example", "b@hays.com", "c@hays.com") == "Acme"


def test_each_agency_of_the_list_says_where_it_is_from() -> None:
    """A label under every suffix, or a whole domain; once; with a name and a source of the heading."""
    lines = files("daemon.domain").joinpath("agencies.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]

    assert all(len(row) == 3 and row[2] in {"lists", "rankings", "Economist", "known"} for row in rows)
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert all(row[0].count(".") >= 1 and row[0] == row[0].lower() for row in rows)


def test_the_line_beats_the_domain() -> None:
    """`company:` is the person's own word."""
    assert company_of("Interview", "a@acme.example", lines=Lines(company="The Harrow Gazette")) == "The Harrow Gazette"


def test_the_title_spells_the_name() -> None:
    """Where title and domain have the same letters, the title's capitals and spaces are used."""
    assert company_of("Chat with LumenForge", "a@lumenforge.example") == "LumenForge"
    assert company_of("Marlow Bank: intro", "a@marlowbank.example") == "Marlow Bank"
    assert company_of("Café Noir interview", "a@cafenoir.example") == "Café Noir"


def test_a_title_in_small_letters_or_capitals_spells_nothing_better() -> None:
    """A name is written with capitals as names are."""
    assert company_of("interview lumenforge", "a@lumenforge.example") == "Lumenforge"
    assert company_of("INTERVIEW WITH LUMENFORGE", "a@lumenforge.example") == "Lumenforge"


def test_the_majority_of_domains_names_the_company() -> None:
    """One guest from elsewhere does not change it."""
    assert company_of("Interview", "a@acme.example", "b@acme.example", "c@agency.example") == "Acme"


def test_the_title_chooses_among_domains() -> None:
    """Of several domains the one that the title names counts, even against the majority."""
    assert company_of("Interview – Acme", "a@acme.example", "b@agency.example", "c@agency.example") == "Acme"


def test_domains_in_balance_tell_nothing() -> None:
    """A wrong company is worse than none."""
    assert company_of("Interview", "a@acme.example", "b@other.example") == ""


def test_a_person_is_no_company() -> None:
    """Who is met with a freemail address gives no company."""
    assert company_of("Interview with Gareth Moss", "gareth.moss@gmail.com") == ""
    assert company_of("Noor Castellan <> Gareth Moss", "gareth.moss@gmail.com") == ""


def test_the_role_line_beats_the_title() -> None:
    """`role:` is the person's own word."""
    lines = Lines(role="Product Analyst")

    assert find_role(lines, "Backend Engineer interview", "Acme", (), (), ME).value == "Product Analyst"


def test_two_roles_in_a_title_are_none() -> None:
    """Where two things could be the role it is left out, and the reason says so."""
    found = find_role(Lines(), "Backend Engineer – Frontend Engineer", "Acme", (), (), ME)

    assert (found.value, found.rule) == ("", "the title could name more than one")
