"""Words that stand before names, and capitalised words that are nobody's name."""

from __future__ import annotations

import re
from typing import Final

TITLE: Final = (
    r"[\wæøåÆØÅ-]*(?:direktør|mester|rådmand|medlem|formand|forkvinde|forperson|chef"
    r"|leder|ejer|founder|partner"
    r"|konsulent|advokat|professor|rektor|dekan|sekretær|læge|sygeplejerske|lærer"
    r"|pædagog|landmand|ingeniør"
    r"|økonom|revisor|præst|provst|biskop|minister|dommer|politiker|inspektør"
    r"|forstander|redaktør|lektor|fisker"
    r"|havnefoged|arkitekt|kaptajn|ordfører|forretningsfører|stifter|CEO|CFO|CTO|COO)"
)
"""A title or occupation, by its last word."""

NO_NAME: Final = re.compile(
    r"(?:"
    r"kommune|region|kkr|rar|kl|hovedstaden|sjælland|midtjylland|nordjylland|syddanmark"
    r"|dansk|danske|danmark|danmarks|det|de|den|der|et|en|som|til|fra|for|ved|med|på|i"
    r"|efter|under|siden|nyt|ny|nye|ingen|alle|begge|følgende|venstre|radikale"
    r"|konservative|socialistisk|folkeparti|socialdemokratiet|liberal|alliance"
    r"|enhedslisten|alternativet|moderaterne|danmarksdemokraterne|borgerlige|uden|parti"
    r"|greater|copenhagen|wonderful|københavns|aarhus|odense|aalborg|teknik|miljø|børn"
    r"|unge|kultur|fritid|borgerservice|social|sundhed|omsorg|økonomi|erhverv|sociale"
    r"|forhold|beskæftigelse|indstilling|beslutning|bilag|punkt|sag|møde|referat|dagsorden"
    r"|folketinget|januar|februar|marts|september|oktober|november|december|mandag|tirsdag"
    r"|onsdag|torsdag|fredag|lørdag|søndag|hvis|såfremt|når|da|medlem|medlemmer|suppleant"
    r"|suppleanter|stedfortræder|stedfortrædere|finans|forsikring|pension|og|eller|samt"
    r"|norge|sverige|europa|grønland|kære|af|at|dog|desuden|herefter|endvidere|endelig"
    r"|samtidig|derfor|herudover|i/s|a/s|aps|udvalg|råd|byråd|bestyrelse|midt|ny|skole"
    r"|hotel|group|bank|station|havn|lufthavn|jf|hele|valg|valgt|udpeget|afbud|fraværende"
    r"|til|stede|næste|flere|nogle|denne|dette|disse|hendes|deres|borgmesteren|formanden"
    r"|byrådsgruppe|byrådets|mødet|derudover|dernæst|ligeledes|tillige|således|både"
    r"|arkitekter|revision|byg|entreprise|rådgivning|affald|forsyning|energi|turisme"
    r"|consult|holding|invest|ejendomme|academy|college|group|service|transport|under|mens|idet"
    r"|socialdemokraten|konservatives?|venstres|enhedslistens|byrådet|regionsrådet"
    r")",
    re.I,
)
"""Capitalised words that are no part of anybody's name."""
NO_NAME_ENDS: Final = re.compile(
    r"(?:udvalg|udvalget|forum|forummet|klyngens?|komité|komiteen|rådet|bestyrelse|bestyrelsen|bestyrelses|nævnet|nævn"
    r"|kommunen|kommunes|partiet|listen|listens"
    r"|forening|foreningen|huset|skolen|klynge|klyngen|styrelsen|ministeriet"
    r"|afdeling|afdelingen|forvaltning"
    r"|forvaltningen|kommission|kommissionen|forbund|forbundet|organisation|selskab"
    r"|selskabet|centret|centeret|fonden"
    r"|banken|havnen|teater|museum|museet|bibliotek|gymnasium|plan|planen|aftale"
    r"|aftalen|loven|direktøren|vej|gade"
    r"|allé|plads|pladsen|torv|festival|plejecenter|børnehave|idrætsforening"
    r"|magistraten|lokalplan|budget|regnskab"
    r"|politik|strategi|erhvervshus|taskforce|hal|hallen|demokraterne|demokraternes|partis)$",
    re.I,
)
"""Ends of words that name something, not somebody."""
