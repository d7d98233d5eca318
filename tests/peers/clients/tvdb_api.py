# SPDX-License-Identifier: MIT
"""Debian's python3-tvdb-api finds Firefly's first episode as aired and as on DVD."""

import os
import sys

# This file would hide the package of the same name.
sys.path = [p for p in sys.path if os.path.abspath(p) != os.path.dirname(os.path.abspath(__file__))]

import requests
import tvdb_api

HOST = "https://api.thetvdb.com"


class Here(requests.adapters.HTTPAdapter):
    """Sends to the stand-in what is for the host that the client has hard-coded."""

    def send(self, request, *args, **kwargs):
        assert request.url.startswith(HOST + "/"), request.url
        request.url = f"{sys.argv[1]}/tvdb2" + request.url[len(HOST):]
        return super().send(request, *args, **kwargs)


def client(**options):
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", Here())
    return tvdb_api.Tvdb(cache=session, apikey=os.environ["STANDIN_TVDB2_KEY"], **options)


def main():
    aired, dvd = client()["Firefly"], client(dvdorder=True)["Firefly"]
    assert aired["seriesName"] == "Firefly" and aired["id"] == 78874, aired.data
    assert aired[1][1]["episodeName"] == "The Train Job", aired[1][1]
    assert dvd[1][1]["episodeName"] == "Serenity", dvd[1][1]
    assert dvd[1][2]["episodeName"] == "The Train Job", dvd[1][2]
    found = [row["seriesName"] for row in client().search("The Office")]
    assert len(found) > 1 and all("Office" in name for name in found), found
    for error, wrong in ((tvdb_api.TvdbShowNotFound, lambda: client()["No Such Series At All"]),
                         (tvdb_api.TvdbEpisodeNotFound, lambda: aired[1][99])):
        try:
            found = wrong()
        except error:
            continue
        raise AssertionError(f"found: {found}")


main()
