"""Open evaluation environment for Individens behov i centrum (IBIC)."""
