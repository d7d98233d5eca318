// SPDX-License-Identifier: MIT
// npm's node-tvdb signs in, searches, and reads Firefly by aired and by DVD number.
'use strict';

const assert = require('assert');
const Module = require('module');

// The client has its host hard-coded: that is rewritten as it loads.
const here = `${process.argv[2]}/tvdb2`;
const compile = Module.prototype._compile;
let rewritten = 0;
Module.prototype._compile = function (text, file) {
    if (!file.includes('/node-tvdb/'))
        return compile.call(this, text, file);
    const parts = text.split("'https://api.thetvdb.com'");
    rewritten += parts.length - 1;
    return compile.call(this, parts.join(JSON.stringify(here)), file);
};
const TVDB = require('node-tvdb');
assert.strictEqual(rewritten, 1);

async function main() {
    const tvdb = new TVDB(process.env.STANDIN_TVDB2_KEY);
    const found = (await tvdb.getSeriesByName('Firefly')).find(s => s.seriesName === 'Firefly');
    assert.ok(found, 'Firefly is not found');
    assert.strictEqual((await tvdb.getSeriesByImdbId('tt0303461'))[0].id, found.id);

    const named = async key => (await tvdb.getEpisodesBySeriesId(found.id, { query: key }))
        .map(episode => episode.episodeName);
    assert.deepStrictEqual(await named({ airedSeason: 1, airedEpisode: 1 }), ['The Train Job']);
    assert.deepStrictEqual(await named({ dvdSeason: 1, dvdEpisode: 1 }), ['Serenity']);

    const all = await tvdb.getEpisodesBySeriesId(found.id);
    const train = all.find(episode => episode.episodeName === 'The Train Job');
    assert.deepStrictEqual([train.airedSeason, train.airedEpisodeNumber], [1, 1]);
    assert.deepStrictEqual([train.dvdSeason, train.dvdEpisodeNumber], [1, 2]);
    assert.strictEqual((await tvdb.getEpisodeById(train.id)).episodeName, 'The Train Job');

    await assert.rejects(tvdb.getSeriesById(1), /not found/i);
    await assert.rejects(new TVDB('wrong').getSeriesByName('Firefly'), /./);
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
