"""What playing a scenario many times shows of it. Above scoring; knows no attempts, no view and no screen."""
