"""Registration of the site: the root of everything, with the one command of Django's that it replaces."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site knows every app; none knows it."""

    name = "plexus.site"
    label = "site"

    def ready(self) -> None:
        from plexus.shell.administration.actions import speaking as names
        from plexus.shell.web import beginnings
        from plexus.site import catalogues
        from plexus.site.demo.actions import speaking
        from plexus.site.demo.web import offering

        catalogues.install()
        beginnings.offer(offering.first_steps)
        names.add(speaking.speak)
