"""The errors a user can meet, each a Swedish sentence its reader can act on."""


class IbicError(Exception):
    """Say in one Swedish sentence what went wrong and what to do about it.

    The command line prints the message without a traceback and leaves with `exit_code`.
    """

    exit_code = 1


class InputError(IbicError):
    """Something in a file or an argument that its owner has to change."""


class UnknownMunicipality(InputError):
    """A code or name that stands in no register."""


class OutputError(IbicError):
    """A place that could not be written to."""


class RunError(IbicError):
    """A notebook or kernel that failed although its input was sound."""

    exit_code = 3


class FetchError(IbicError):
    """A server that could not be reached, or that did not give what was asked for."""

    exit_code = 3
