"""A plan and texts from a stranger: words that a format or a program could take for more.

Every free text of the plan has something put to it that one of the formats, the browser, a
spreadsheet or a terminal could take for more than words.
"""

import re
import shutil
from pathlib import Path

from ibic_eval.runs.project import PACKAGE_CHECKOUT

STRANGE = "9003-demokommun-003"
CALL = "https://fientlig.example/"
HOSTILE = (
    f"=cmd|'calc'!A0 <script src={CALL}a></script><img src={CALL}b onerror=alert(1)>"
    f"[x](javascript:alert(2)) ![x]({CALL}c) {{{{ 7 * 7 }}}} ${{7 * 7}} <!-- </section> "
    "\u202eomvänt\u2066 ../../x </style></script>"
)
FREE = re.compile(r'\b(text|metod|roll|innehall|namn|vad|benamning|atgard|konsekvens): "')
TEXTS = PACKAGE_CHECKOUT / "data" / "municipalities" / "9001-demokommun-001" / "texter"


def let_the_stranger_write(own: Path) -> None:
    """Put the words in a folder's plan, and in texts of its own."""
    plan = (own / "project.yml").read_text(encoding="utf-8")
    put = HOSTILE.replace("\\", "\\\\")
    (own / "project.yml").write_text(FREE.sub(lambda key: f"{key[0]}{put}", plan), "utf-8")
    shutil.copytree(TEXTS, own / "texter", dirs_exist_ok=True)
    for path in (own / "texter").glob("*.md"):
        path.write_text(f"# {HOSTILE}\n\n{HOSTILE}\n\n- {HOSTILE}\n", encoding="utf-8")
