# SPDX-License-Identifier: MIT
"""How the user speaks to the plugin: default keys, keys of input.conf, script messages, the list
of candidates; and options from mpv's own places."""

import os
import re

import stage

EPISODE = "Firefly.S01E02.mkv"
ACTIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "plugin",
                       "actions.c")


class Keys(stage.Stage):
    def input_conf(self, text):
        with open(os.path.join(self.config, "input.conf"), "w", encoding="utf-8") as file:
            file.write(text)

    def start(self, *args):
        """An episode on screen, paused."""
        player = self.play(self.clip(EPISODE), speed=1, args=["--pause", *args])
        player.said("read as")
        return player

    def rating(self):
        entries = self.history()
        return entries[-1].get("rating") if entries else None

    def test_default_keys(self):
        player = self.start()
        for key, rating in (("1", 1), ("9", 9), ("0", 10), ("8", 8)):
            player.press("Ctrl+" + key)
            player.said(f"rated {rating} of 10")
            self.assertEqual(self.rating(), rating)
        player.press("Ctrl+BS")
        player.said("rating taken back")
        self.assertEqual(player.quit(), 0)

    def test_no_default_key_is_one_of_mpv(self):
        """In whatever mpv this is: each of them is bound, and hides nothing of mpv's own."""
        player = self.start()
        bindings = player.command("get_property", "input-bindings")
        player.quit()
        ours = {b["key"] for b in bindings if b["section"] == "epimark_keys"}
        others = {b["key"].lower() for b in bindings if b["section"] != "epimark_keys"}
        with open(ACTIONS, encoding="utf-8") as file:
            wanted = set(re.findall(r"\b(?:Ctrl|Alt)\+[\w+]+", file.read()))
        self.assertGreater(len(wanted), 20)
        self.assertEqual(wanted - ours, set())
        self.assertEqual([key for key in ours if key.lower() in others], [])

    def test_a_key_of_input_conf(self):
        self.input_conf("F5 script-binding epimark/rate-8\nF6 script-binding rate-3\n"
                        "F7 script-message-to epimark rate 5\n")
        player = self.start()
        for key, rating in (("F5", 8), ("F6", 3), ("F7", 5)):
            player.press(key)
            player.said(f"rated {rating} of 10")
        player.quit()
        self.assertEqual(self.rating(), 5)

    def test_a_key_that_the_user_has_is_left(self):
        self.input_conf("Ctrl+8 set pause no\nCtrl+e script-binding epimark/mark\n")
        player = self.start()
        player.press("Ctrl+8")
        player.wait_property("pause", lambda paused: paused is False)
        player.press("Ctrl+e")
        player.said("marked as watched")
        player.press("Ctrl+7")
        player.said("rated 7 of 10")
        player.quit()
        self.assertEqual([line for line in player.log() if "rated 8" in line], [])

    def test_no_default_keys(self):
        self.set_options(keys="no")
        player = self.start()
        bound = [b for b in player.command("get_property", "input-bindings")
                 if "epimark" in b["cmd"]]
        self.assertEqual(bound, [])
        player.quit()

    def test_script_messages(self):
        player = self.start()

        def send(*words):
            player.command("script-message-to", "epimark", *words)
        send("status")
        player.said("% played")
        send("rate", "8")
        player.said("rated 8 of 10")
        send("rate-4")
        player.said("rated 4 of 10")
        send("unrate")
        player.said("rating taken back")
        send("mark")
        player.said("marked as watched")
        send("undo")
        player.said("watched taken back")
        send("rate", "11")
        player.said("invalid number \"11\" for rate; expected 1-10")
        send("choose")
        player.said("nothing to choose")
        send("of-another-script", "8")
        self.assertEqual(player.quit(), 0)

    def test_one_up_and_one_down(self):
        player = self.start()
        for key, rating in (("Ctrl+UP", 6), ("Ctrl+UP", 7), ("Ctrl+9", 9), ("Ctrl+DOWN", 8)):
            player.press(key)
            player.said(f"rated {rating} of 10")
        player.quit()
        self.assertEqual(self.rating(), 8)

    def test_a_misspelled_name_is_answered(self):
        self.input_conf("F5 script-binding epimark/rat-8\n")
        player = self.start()
        player.press("F5")
        player.said("unknown binding 'rat-8'; did you mean 'rate-8'?")
        player.command("script-message-to", "epimark", "statu")
        player.said("unknown message 'statu'; did you mean 'status'?")
        player.quit()
        self.assertEqual(self.history(), [])

    def test_previous_episode(self):
        first, second = self.clip("Firefly.S01E01.mkv"), self.clip(EPISODE)
        player = self.play(first, second, speed=1, args=["--pause"])
        player.said("read as Firefly 1x01")
        player.command("playlist-next")
        player.said("read as Firefly 1x02")
        player.command("script-message-to", "epimark", "rate-previous", "6")
        player.said("1x01: rated 6 of 10")
        player.press("Ctrl+Alt+0")
        player.said("1x01: rated 10 of 10")
        player.command("script-message-to", "epimark", "rate", "7")
        player.said("1x02: rated 7 of 10")
        player.quit()

    def test_the_last_file_after_its_end(self):
        player = self.play(self.clip(EPISODE), args=["--idle=yes"])
        player.wait_event("end-file")
        player.press("Ctrl+8")
        player.said("1x02: rated 8 of 10")
        player.quit()
        self.assertEqual(self.rating(), 8)

    def test_without_any_file(self):
        player = self.play(args=["--idle=yes"])
        player.command("script-message-to", "epimark", "rate", "8")
        player.said("not rated")
        player.quit()
        self.assertEqual(self.history(), [])

    def test_choosing_the_show(self):
        """Two shows of one name: asked once, answered by a digit, remembered."""
        self.start_standin()
        self.sign_in("tvmaze")
        path = self.clip("Utopia.S01E01.mkv")
        player = self.play(path, speed=1, args=["--pause"])
        player.said("(Ctrl+e to choose)")
        self.assertEqual(self.history(), [], "what was only looked up is not shown")
        player.press("Ctrl+e")
        lines = [player.said(f"epimark: {n} Utopia") for n in (1, 2)]
        digit = 1 + next(i for i, line in enumerate(lines) if "2013" in line)
        player.press(str(digit))
        player.said("for this folder from now on")
        ours = [b for b in player.command("get_property", "input-bindings")
                if "epimark/answer" in b["cmd"] and b["priority"] >= 0]
        self.assertEqual(ours, [], "the digits are mpv's again")
        player.command("set_property", "speed", 20)
        player.command("set_property", "pause", False)
        player.end()
        self.tool("sync")
        [mark] = self.standin.state()["marks"]
        [entry] = self.history()
        self.assertEqual(entry["series"]["year"], 2013)
        self.assertEqual((mark["season"], mark["number"]), (1, 1))
        player = self.play(path, speed=1, args=["--pause"])
        player.said("Utopia")
        player.quit()
        self.assertEqual([line for line in player.log() if "to choose" in line], [])

    def test_script_opts_of_the_command_line_win(self):
        self.set_options(min_seconds=300, watched_percent=1, played_percent=1)
        player = self.play(self.clip(EPISODE), args=[
            "--script-opts=epimark-watched_percent=40,epimark-played_percent=10,"
            "epimark-min_seconds=10"])
        player.wait_position(60)
        player.quit()
        self.assertEqual(self.watched(), [EPISODE])
        player = self.play(self.clip("Firefly.S01E03.mkv"), args=[
            "--script-opts=epimark-min_seconds=10,epimark-watched_percent=99"])
        player.wait_position(60)
        player.quit()
        self.assertEqual(self.watched(), [EPISODE])

    def test_msg_level(self):
        quiet = self.play(self.clip(EPISODE), level="no")
        quiet.end()
        self.assertEqual(quiet.log(), [])
        usual = self.play(self.clip("Firefly.S01E03.mkv"), level="status")
        usual.end()
        self.assertEqual([line for line in usual.log() if "read as" in line], [])
        self.assertTrue([line for line in usual.log() if "watched" in line])


if __name__ == "__main__":
    stage.main()
