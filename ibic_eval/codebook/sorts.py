"""What a measure or a goal is about: the use of the method, the work, or the person.

After Proctor et al. (2011, Adm Policy Ment Health 38:65-76), who tell outcomes of implementation
(how far and how faithfully a method is used) from those of the service and those of the client.
"""

from collections.abc import Mapping

USE, WORK, PERSON = "anvandning", "process", "utfall"
SORTS: Mapping[str, str] = {
    USE: "hur långt metoden används",
    WORK: "hur arbetet går till",
    PERSON: "utfall för den enskilde",
}
