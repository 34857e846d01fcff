"""Who Sam meets, and when: the events of the watched calendar."""

from __future__ import annotations

from tests.story.shape import Meeting

PAULA = ("Paula Reyes", "paula.reyes@northwind.example")
INES = ("Ines Vogel", "ines.vogel@northwind.example")
TOMAS = ("Tomas Berg", "tomas.berg@northwind.example")
HELEN = ("Dr. Helen Okafor", "helen.okafor@northwind.example")
MARA = ("Mara Quill", "mara.quill@brightdesk.example")
YUSUF = ("Yusuf Demir", "yusuf.demir@larkspurlabs.example")
OLGA = ("Olga Brandt", "olga.brandt@tidewater.example")
PIET = ("Piet de Vries", "piet.devries@tidewater.example")

SCREEN = Meeting(
    "screen",
    "Recruiter phone screen: Backend Engineer at Northwind",
    "Tue 16 Mar 2027 10:00",
    30,
    PAULA,
    [PAULA],
    ["Paula will call you at +49 170 5550199.", "", "#interview", "recruiter: Paula Reyes"],
)
TECHNICAL = Meeting(
    "technical",
    "Technical interview – Northwind GmbH",
    "Fri 19 Mar 2027 14:00",
    90,
    PAULA,
    [INES, TOMAS],
    ["You meet two of us:", "Ines Vogel, +49 30 5550142", "Tomas Berg, mobile +49 171 5550143", "", "#interview"],
)
FINAL = Meeting(
    "final",
    "Final round: Backend Engineer, Northwind",
    "Wed 24 Mar 2027 11:00",
    60,
    HELEN,
    [HELEN],
    ["#interview"],
)
AGENCY = Meeting(
    "agency",
    "Recruiter call with Brightdesk",
    "Thu 18 Mar 2027 16:00",
    45,
    MARA,
    [MARA],
    ["#interview", "company: Larkspur Labs", "role: Platform Engineer", "recruiter: Mara Quill"],
)
TEAM = Meeting(
    "team",
    "Interview with the platform team",
    "Tue 30 Mar 2027 15:00",
    45,
    MARA,
    [MARA, YUSUF],
    ["#interview", "company: Larkspur Labs", "role: Platform Engineer", "recruiter: Mara Quill"],
)
TIDEWATER = Meeting(
    "tidewater",
    "Interview: Data Engineer at Tidewater",
    "Mon 22 Mar 2027 10:00",
    60,
    OLGA,
    [OLGA, PIET],
    ["#interview"],
)
AGAIN = Meeting(
    "again",
    "Interview: Staff Engineer at Northwind",
    "Thu 16 Sep 2027 15:00",
    60,
    HELEN,
    [HELEN],
    ["#interview"],
)
#: No interview, so that the calendar is never empty.
DENTIST = Meeting("dentist", "Dentist", "Mon 15 Mar 2027 08:00", 30, ("", ""), [], [])
