// SPDX-License-Identifier: MIT
// Simulated call records and voicemails, read by the parser, are what the simulator says is true; and pushes of every
// kind survive the way through an envelope.
#include <tccc/any_push.hpp>
#include <tccc/cdr_push.hpp>
#include <tccc/envelope.hpp>
#include <tccc/parser.hpp>
#include <tccc/simulator.hpp>
#include <tccc/voicemail_push.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace {

tccc::simulator_options everything() {
    tccc::simulator_options options = tccc::simulator_options::everything(77);
    options.sessions = 2500;
    options.escaped_per_mille = 400;
    options.voicemails_per_mille = 200;
    options.updated_call_record_per_mille = 300;
    return options;
}

// The later end, then the remark, which comes with an update: the rule by which the library joins records, in the
// words of this sender.
bool supersedes(const tccc::cdr_push& record, const tccc::cdr_push& known) {
    if (record.ended_timestamp != known.ended_timestamp)
        return record.ended_timestamp > known.ended_timestamp;
    return record.user_remark > known.user_remark;
}

}  // namespace

TEST_CASE("what the parser reads from call records and voicemails is the truth", "[simulator]") {
    tccc::simulator simulator(everything());
    tccc::parser parser;
    std::map<std::uint64_t, tccc::cdr_push> records;
    std::map<std::pair<std::uint64_t, std::size_t>, tccc::voicemail_push> voicemails;
    std::size_t drifted = 0;
    while (const auto push = simulator.next()) {
        const auto any = parser.parse(push->action, push->body);
        REQUIRE(any.has_value());
        if (const auto* cdr = std::get_if<tccc::cdr_push_view>(&*any)) {
            tccc::cdr_push record = to_owned(*cdr);
            REQUIRE_FALSE(record.drift.has(tccc::anomaly::unexpected_value));
            drifted += record.drift.has(tccc::anomaly::duplicate_field) ? 1U : 0U;
            record.drift = {};
            const auto [it, first] = records.try_emplace(push->session, record);
            if (!first && supersedes(record, it->second)) it->second = std::move(record);
        } else if (const auto* voicemail = std::get_if<tccc::voicemail_push_view>(&*any)) {
            tccc::voicemail_push owned = to_owned(*voicemail);
            owned.drift = {};
            const auto [it, first] = voicemails.try_emplace({push->session, push->track}, owned);
            REQUIRE((first || it->second == owned));
        } else {
            REQUIRE(std::holds_alternative<tccc::record_push_view>(*any));
        }
    }
    CHECK(drifted > 50);  // two Durations
    CHECK(voicemails.size() > 300);
    std::size_t lost = 0;
    for (std::uint64_t i = 0; i < simulator.options().sessions; ++i) {
        const tccc::simulated_session truth = simulator.truth(i);
        INFO(truth.session_id);
        const auto record = records.find(i);
        REQUIRE((record == records.end()) == (!truth.call_record || truth.call_record->lost()));
        if (record != records.end()) REQUIRE(record->second == truth.call_record->push);
        lost += truth.call_record && truth.call_record->lost() ? 1U : 0U;
        for (std::size_t n = 0; n < truth.voicemails.size(); ++n) {
            const auto voicemail = voicemails.find({i, n});
            REQUIRE((voicemail == voicemails.end()) == truth.voicemails[n].lost());
            if (voicemail != voicemails.end()) REQUIRE(voicemail->second == truth.voicemails[n].push);
        }
    }
    CHECK(lost > 5);
}

TEST_CASE("a push of any kind comes out of its envelope as it went in", "[simulator]") {
    tccc::simulator simulator(everything());
    tccc::parser parser;
    std::string line;
    while (const auto push = simulator.next()) {
        line.clear();
        tccc::append_envelope(line, push->action, push->body, push->deliver_at, push->push_uuid);
        REQUIRE(line.find('\n') == line.npos);
        const auto envelope = tccc::parse_envelope(line);
        REQUIRE(envelope.has_value());
        REQUIRE(envelope->action == push->action);
        REQUIRE(envelope->at == push->deliver_at);
        REQUIRE(envelope->uuid == push->push_uuid);
        const auto any = parser.parse(envelope->action, envelope->body);
        REQUIRE(any.has_value());
        REQUIRE(any->index() == (push->action == "record" ? 0U : push->action == "cdr" ? 1U : 2U));
    }
}
