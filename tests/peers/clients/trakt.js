// SPDX-License-Identifier: MIT
// npm's trakt.tv signs a device in, scrobbles an episode and finds it in the history.
'use strict';

const assert = require('assert');
const Trakt = require('trakt.tv');

const [, , here] = process.argv;

async function main() {
    const trakt = new Trakt({
        client_id: process.env.STANDIN_TRAKT_ID,
        client_secret: process.env.STANDIN_TRAKT_SECRET,
        api_url: `${here}/trakt`,
    });
    assert.throws(() => trakt.sync.history.get({ type: 'episodes' }), /OAuth required/);

    const code = await trakt.get_codes();
    assert.match(code.user_code, /^[0-9A-Z]{8}$/);
    const approved = await fetch(`${here}/__control`,
        { method: 'POST', body: JSON.stringify({ device: 'approve' }) });
    assert.ok(approved.ok, 'the stand-in does not approve');
    const tokens = await trakt.poll_access(code);
    assert.ok(tokens.access_token, 'no token');

    const [hit] = await trakt.search.id({ id_type: 'tvdb', id: 81189, type: 'show' });
    assert.strictEqual(hit.show.title, 'Breaking Bad');
    const episode = await trakt.episodes.summary({ id: hit.show.ids.trakt, season: 1, episode: 2 });
    assert.strictEqual(episode.title, "Cat's in the Bag...");

    const played = { episode: { ids: episode.ids } };
    assert.strictEqual((await trakt.scrobble.start({ ...played, progress: 5 })).action, 'start');
    const stopped = await trakt.scrobble.stop({ ...played, progress: 95 });
    assert.strictEqual(stopped.action, 'scrobble');

    const history = await trakt.sync.history.get({ type: 'episodes' });
    assert.deepStrictEqual(history.map(row => [row.action, row.show.title, row.episode.ids.tvdb]),
        [['scrobble', 'Breaking Bad', episode.ids.tvdb]]);
}

main().catch(error => {
    console.error(error.response ? `${error}: ${error.response.body}` : error);
    process.exit(1);
});
