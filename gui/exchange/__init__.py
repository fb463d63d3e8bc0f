"""Files of other programs: tables and models that come in, models, pictures and predictions that go out."""
