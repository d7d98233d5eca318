// SPDX-License-Identifier: MIT
// npm's tvmaze searches a show and finds an episode of it by its number.
'use strict';

const assert = require('assert');
const TVMaze = require('tvmaze');

async function main() {
    const maze = new TVMaze(`${process.argv[2]}/tvmaze/`);
    const { show } = (await maze.findShow('Breaking%20Bad'))[0];
    assert.deepStrictEqual([show.id, show.name, show.externals.thetvdb],
        [169, 'Breaking Bad', 81189]);

    const episode = (await maze.getEpisodes(show.id)).find(e => e.season === 1 && e.number === 2);
    assert.strictEqual(episode.name, "Cat's in the Bag...");
    assert.strictEqual((await maze.getEpisodeById(episode.id)).name, episode.name);

    const embedded = await maze.getShow(show.id, ['episodes']);
    assert.ok(embedded._embedded.episodes.some(e => e.id === episode.id));
    assert.ok((await maze.getUpdates())[show.id] > 0);
    await assert.rejects(maze.getShow(99999999), { statusCode: 404 });
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
