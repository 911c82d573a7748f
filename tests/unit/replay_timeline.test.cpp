// SPDX-License-Identifier: MIT
// The timeline is well-formed XML whatever a push holds, names nobody who is not to be named, and its axis keeps the
// order of things over any stretch of time.
#include "../../examples/replay/time_axis.hpp"
#include "../../examples/replay/timeline.hpp"
#include "../../examples/replay/timeline_log.hpp"

#include <tccc/session.hpp>
#include <tccc/session_aggregator.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;
using kind = replay::timeline_arrival::kind;
using effect = replay::timeline_arrival::effect;

constexpr sys_seconds noon{seconds{1608120000}};

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'; }

// A reader of the XML that is needed here, apart from the writer: elements, attributes in double quotes, text, the five
// entities. Stricter than XML in what it takes.
class xml_reader {
public:
    explicit xml_reader(std::string_view text) : text_(text) {}

    bool well_formed() {
        while (pos_ < text_.size()) {
            if (text_[pos_] == '<' ? !tag() : !character('<')) return false;
            if (open_.empty() && pos_ + 1 < text_.size())
                return false;  // one root, and a line feed behind it
        }
        return open_.empty();
    }

private:
    std::string_view name() {
        const std::size_t begin = pos_;
        while (pos_ < text_.size() && (is_name(text_[pos_]) || (pos_ > begin && text_[pos_] == '1') ||
                                       (pos_ > begin && text_[pos_] == '2')))
            ++pos_;
        return text_.substr(begin, pos_ - begin);
    }

    bool eat(std::string_view what) {
        if (!text_.substr(pos_).starts_with(what)) return false;
        pos_ += what.size();
        return true;
    }

    bool character(char end) {
        const char c = text_[pos_];
        if (c == '<' || c == end || (static_cast<unsigned char>(c) < 0x20 && c != '\n')) return false;
        if (c != '&') return ++pos_, true;
        return eat("&amp;") || eat("&lt;") || eat("&gt;") || eat("&quot;");
    }

    bool tag() {
        if (eat("</")) {
            if (open_.empty() || name() != open_.back()) return false;
            open_.pop_back();
            return eat(">");
        }
        ++pos_;
        const std::string_view element = name();
        if (element.empty()) return false;
        std::vector<std::string_view> attributes;
        while (eat(" ")) {
            attributes.push_back(name());
            for (std::size_t i = 0; i + 1 < attributes.size(); ++i) {
                if (attributes[i] == attributes.back()) return false;
            }
            if (attributes.back().empty() || !eat("=\"")) return false;
            while (pos_ < text_.size() && text_[pos_] != '"') {
                if (!character('"')) return false;
            }
            if (!eat("\"")) return false;
        }
        if (eat("/>")) return true;
        open_.push_back(element);
        return eat(">");
    }

    std::string_view text_;
    std::size_t pos_ = 0;
    std::vector<std::string_view> open_;
};

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t pos = text.find(part); pos != text.npos; pos = text.find(part, pos + 1))
        ++found;
    return found;
}

tccc::session session_of(std::string_view caller, std::string_view agent, std::string_view id = "s") {
    tccc::session s;
    s.sdk_app_id = 1;
    s.session_id = id;
    for (const std::string_view user : {caller, agent}) {
        tccc::track track;
        track.push.sdk_app_id = 1;
        track.push.session_id = id;
        track.push.record_id = user == caller ? "r1" : "r2";
        track.push.endpoint_user = tccc::endpoint_user(std::string(user));
        track.push.timestamp = noon + seconds{60};
        s.tracks.push_back(track);
    }
    tccc::cdr_push& record = s.call_record.emplace();
    record.sdk_app_id = 1;
    record.session_id = id;
    record.direction_code = 0;
    record.caller = tccc::endpoint_user(std::string(caller));
    record.record_id = "r1";
    record.start_timestamp = noon;
    record.accept_timestamp = noon + seconds{5};
    record.ended_timestamp = noon + seconds{58};
    tccc::call_leg& leg = record.legs.emplace_back();
    leg.mail = tccc::endpoint_user(std::string(agent));
    leg.record_id = "r2";
    leg.start_timestamp = noon + seconds{2};
    leg.accept_timestamp = noon + seconds{5};
    leg.ended_timestamp = noon + seconds{58};
    return merge(s, s);
}

}  // namespace

TEST_CASE("a timeline of nothing is an empty picture", "[replay]") {
    const std::string svg = replay::timeline_svg({});
    CHECK(xml_reader(svg).well_formed());
    CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1140\" height=\"110\" "));
    CHECK(svg.ends_with("</svg>\n"));
}

TEST_CASE("a mark for each push by its form, a line for each time that the session was handed out",
          "[replay]") {
    replay::timeline_lane lane;
    lane.name = "e97be0ab-1ef6";
    lane.bars = {{"caller", noon, noon + seconds{5}, noon + seconds{58}, false},
                 {"callee", noon, noon + seconds{5}, noon + seconds{58}, true}};
    lane.arrivals = {{noon + seconds{60}, kind::recording, effect::fresh},
                     {noon + seconds{61}, kind::recording, effect::repeat},
                     {noon + seconds{90}, kind::call_record, effect::fresh},
                     {noon + seconds{95}, kind::voicemail, effect::fresh},
                     {noon + seconds{4000}, kind::recording, effect::late}};
    lane.closes = {{noon + seconds{95}, "manifest"}, {noon + seconds{4000}, "amended"}};
    const std::string svg = replay::timeline_svg({lane});
    CHECK(xml_reader(svg).well_formed());
    CHECK(count(svg, "<title>recording, 2020-12-16 12:01:00</title>") == 1);
    CHECK(count(svg, "<title>recording again, ") == 1);
    CHECK(count(svg, "<title>recording late, ") == 1);
    CHECK(count(svg, "<title>call record, ") == 1);
    CHECK(count(svg, "<title>voicemail, ") == 1);
    CHECK(count(svg, ">manifest</text>") == 1);
    CHECK(count(svg, ">amended</text>") == 1);
    CHECK(count(svg, "callee, recording missing") == 1);
    CHECK(count(svg, ">2020-12-16</text>") == 1);
    CHECK(count(svg, ">1h05m</text>") == 1);  // the axis jumps
    CHECK(svg == replay::timeline_svg({lane}));
}

TEST_CASE("whatever stands in a push, the picture is XML", "[replay]") {
    std::mt19937 random(8);
    const std::vector<std::string> pieces = {"<",
                                             ">",
                                             "&",
                                             "\"",
                                             "'",
                                             "]]>",
                                             "<!--",
                                             "\x1b",
                                             "\n",
                                             "\t",
                                             "\x7f",
                                             "\xef\xbf\xbe",
                                             "\xef\xbf\xbf",
                                             "\xef\xbf\xbd",
                                             "\xe4\xbd\xa0",
                                             "@",
                                             "a",
                                             "0086",
                                             std::string(1, '\0'),
                                             "&#0;",
                                             "</svg>"};
    const auto hostile = [&] {
        std::string text;
        for (auto n = random() % 8; n > 0; --n)
            text += pieces[random() % pieces.size()];
        return text;
    };
    const auto any_time = [&] {
        const std::int64_t draw = static_cast<std::int64_t>(random() % 10'000);
        return random() % 20 == 0 ? sys_seconds{seconds{draw * 100'000'000'000'000 - 500'000'000'000'000'000}}
               : random() % 9 == 0 ? sys_seconds{seconds{draw * 20'000'000}}
                                   : noon + seconds{draw};
    };
    for (int i = 0; i < 300; ++i) {
        std::vector<replay::timeline_lane> lanes(random() % 4);
        for (replay::timeline_lane& lane : lanes) {
            lane.name = hostile();
            lane.note = hostile();
            for (auto n = random() % 3; n > 0; --n)
                lane.bars.push_back({hostile(), any_time(), any_time(), any_time(), random() % 2 == 0});
            for (auto n = random() % 4; n > 0; --n)
                lane.arrivals.push_back({any_time(), static_cast<kind>(random() % 3), effect::late});
            for (auto n = random() % 3; n > 0; --n)
                lane.closes.push_back({any_time(), hostile()});
        }
        const std::string svg = replay::timeline_svg(lanes);
        INFO(svg);
        REQUIRE(xml_reader(svg).well_formed());
        REQUIRE(svg.find_first_of(std::string_view("\0\x1b\t\x7f", 4)) == svg.npos);
    }
}

TEST_CASE("users are masked unless they are revealed", "[replay]") {
    for (const bool reveal : {false, true}) {
        replay::timeline_log log(5, replay::disclosure(reveal));
        log.arrived(1, "s", kind::recording, tccc::added::new_session, noon + seconds{60});
        log.closed(session_of("008613012345678", "lululing@tencent.com"), noon + seconds{120});
        const std::string svg = replay::timeline_svg(log.lanes());
        CHECK(count(svg, "caller 008613012345678") == (reveal ? 1 : 0));
        CHECK(count(svg, "caller 0086130****5678") == (reveal ? 0 : 1));
        CHECK(count(svg, "callee lululing@tencent.com") == (reveal ? 1 : 0));
        CHECK(count(svg, "callee l***@tencent.com") == (reveal ? 0 : 1));
        CHECK(count(svg, ">inbound, 2 rec</text>") == 1);
    }
}

TEST_CASE("the log keeps the first sessions, and of each what was handed out together", "[replay]") {
    replay::timeline_log log(2, replay::disclosure(false));
    for (const std::string_view id : {"a", "b", "c", "a"})
        log.arrived(1, id, kind::recording, tccc::added::new_track, noon);
    log.arrived(2, "a", kind::recording, tccc::added::new_session,
                noon);  // another application, a third session
    tccc::session whole = session_of("12345678901", "a@b", "a");
    tccc::session first = whole;
    first.tracks.pop_back();
    tccc::session second = whole;
    second.tracks.erase(second.tracks.begin());
    second.call_record.reset();
    second.reason = tccc::completion::amended;
    log.closed(merge(first, first), noon);
    const auto before = log.lanes();
    REQUIRE(before.size() == 2);
    CHECK(before[0].name == "a");
    CHECK(before[0].arrivals.size() == 2);
    CHECK(before[0].note == "inbound, 1 rec, 1 missing");
    REQUIRE(before[0].bars.size() == 2);
    CHECK((before[0].bars[0].missing || before[0].bars[1].missing));
    CHECK(before[1].note.empty());

    log.closed(merge(second, second), noon + seconds{9});
    const auto after = log.lanes();
    CHECK(after[0].note == "inbound, 2 rec");
    CHECK_FALSE((after[0].bars[0].missing || after[0].bars[1].missing));
    REQUIRE(after[0].closes.size() == 2);
    CHECK(after[0].closes[1].reason == "amended");
}

TEST_CASE("the axis keeps the order of time, and says where it jumps", "[replay]") {
    const std::vector<sys_seconds> times = {noon + seconds{50},
                                            noon,
                                            noon + seconds{100},
                                            noon + seconds{5000},
                                            sys_seconds{seconds{4'000'000'000'000'000}},  // no date: left out
                                            noon + seconds{5010}};
    const replay::time_axis axis(times);
    std::int64_t last = -1;
    for (const int s : {0, 50, 100, 5000, 5010}) {
        const std::int64_t at = axis.position(noon + seconds{s});
        CHECK(at > last);
        CHECK(at < axis.length());
        last = at;
    }
    // Linear where something happens.
    CHECK(axis.position(noon + seconds{100}) - axis.position(noon + seconds{50}) ==
          axis.position(noon + seconds{50}) - axis.position(noon));
    REQUIRE(axis.gaps().size() == 1);
    CHECK(axis.gaps()[0].length == seconds{4900});
    CHECK(axis.gaps()[0].from >= axis.position(noon + seconds{100}));
    CHECK(axis.gaps()[0].to <= axis.position(noon + seconds{5000}));
    REQUIRE_FALSE(axis.ticks().empty());
    for (const auto& tick : axis.ticks())
        CHECK(tick.position == axis.position(tick.time));
}
