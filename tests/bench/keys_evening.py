"""Twenty incidents of an evening, as an operator hears of them; invented, and the same for both systems."""

from dataclasses import dataclass

PLACES = ("Grind 1", "Grind 4", "Scenen", "Mattorget", "Bryggan", "Camping norr")


@dataclass(frozen=True)
class Told:
    """What is to be logged, how it ended (a code), and perhaps a decision that was taken."""

    category: str
    priority: int
    reporter: str
    unit: str
    text: str
    ending: str
    decision: str = ""
    everybody: bool = False  # whether partners are to see it

    @property
    def line(self) -> str:
        """As it is written on the entry line; the place is understood from the text."""
        return f"{self.category} p{self.priority} @{self.reporter} +{self.unit} {self.text}"

    @property
    def place(self) -> str:
        """The place that the text names."""
        return next(place for place in PLACES if place.casefold() in self.text.casefold())


EVENING = (
    Told("O2", 3, "OV2", "P11", "stök i kön vid grind 4", "advised", everybody=True),
    Told("O1", 2, "P14", "P12", "två slåss vid scenen, en blöder", "removed"),
    Told("O4", 3, "OV5", "P13", "berusad man sover vid bryggan", "assisted", everybody=True),
    Told("T1", 3, "FV1", "P15", "bil på räddningsvägen vid grind 1", "advised", everybody=True),
    Told("M1", 1, "OV3", "P16", "medvetslös kvinna vid scenen", "ambulance", "Stoppa insläpp vid grind 4"),
    Told("S3", 3, "OV1", "P11", "pojke sex år borta vid mattorget", "to_guardian", everybody=True),
    Told("O5", 3, "P12", "P12", "hot mot vakt vid grind 1", "reported"),
    Told("N3", 2, "P17", "P17", "langning vid camping norr", "seizure", "Civil patrull observerar till 23"),
    Told("O2", 3, "OV4", "P13", "sällskap stör vid camping norr", "turned_away", everybody=True),
    Told("C3", 2, "OV2", "P14", "trängsel vid grind 4", "advised", "Öppna extra insläpp vid grind 4", everybody=True),
    Told("O9", 3, "FV2", "P15", "flaska kastad mot scenen", "no_action", everybody=True),
    Told("O1", 2, "P11", "P11", "bråk i matkön vid mattorget", "turned_away"),
    Told("T2", 3, "FV1", "P16", "kö ut på vägen vid grind 1", "advised", everybody=True),
    Told("M2", 2, "OV3", "P12", "ung kille mår illa vid bryggan", "treated"),
    Told("P2", 2, "P18", "P18", "misstänkt våldtäkt vid camping norr", "reported", "Spärra av, säkra spår"),
    Told("O2", 3, "OV6", "P13", "klättrar på stängslet vid scenen", "advised", everybody=True),
    Told("O4", 3, "OV1", "P14", "flicka full och ensam vid mattorget", "to_guardian", everybody=True),
    Told("O1", 1, "P15", "P15", "knivhot vid bryggan", "arrested", "Två patruller till, skyddsväst på"),
    Told("T5", 3, "FV3", "P16", "buss fast vid grind 1", "assisted", everybody=True),
    Told("O5", 3, "P17", "P17", "skadegörelse på toalett vid mattorget", "follow_up"),
)  # fmt: skip
