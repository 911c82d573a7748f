// SPDX-License-Identifier: MIT
// Promise: a push as views and a push as strings say the same, and the second outlives the body.
#include <tccc/record_push.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

using tccc::anomaly;
using tccc::as_view;
using tccc::record_push;
using tccc::record_push_view;
using namespace std::chrono_literals;

namespace {

// Stands in for a body: strings long enough to be on the heap, where the sanitizers watch them.
struct fields {
    std::string record_id = "96eaa575-be4c-48f1-99b8-9722f2f816ec";
    std::string session_id = "e97be0ab-1ef6-4ad2-a8c4-2b2bbfb18e55";
    std::string user = "lululing.and.everybody.else@tencent.com";
    std::string url = "https://recorder-10018504.cos.ap-shanghai.myqcloud.com/a.mp3?sign=s";
    std::string custom_url = "https://own-bucket-1250000000.cos.ap-guangzhou.myqcloud.com/a.mp3";

    record_push_view view() const {
        record_push_view push;
        push.sdk_app_id = 1400264214;
        push.record_id = record_id;
        push.session_id = session_id;
        push.timestamp = std::chrono::sys_seconds(1608130650s);
        push.endpoint_user = std::string_view(user);
        push.record_url = std::string_view(url);
        push.custom_record_url.emplace(custom_url);
        push.drift = anomaly::unknown_field;
        return push;
    }
};

template <class Push>
concept viewable = requires(Push&& push) {
    as_view(static_cast<Push&&>(push));
};

}  // namespace

TEST_CASE("owned and viewed again, a push is the same", "[record_push]") {
    const fields body;
    const record_push_view view = body.view();
    const record_push owned = to_owned(view);
    CHECK(owned.sdk_app_id == 1400264214);
    CHECK(owned.record_id == body.record_id);
    CHECK(owned.session_id == body.session_id);
    CHECK(owned.timestamp == std::chrono::sys_days(std::chrono::year(2020) / 12 / 16) + 14h + 57min + 30s);
    CHECK(owned.endpoint_user.value() == body.user);
    CHECK(owned.record_url.value() == body.url);
    REQUIRE(owned.custom_record_url);
    CHECK(owned.custom_record_url->value() == body.custom_url);
    CHECK(owned.drift.has(anomaly::unknown_field));
    CHECK(as_view(owned) == view);
    CHECK(to_owned(as_view(owned)) == owned);
}

TEST_CASE("no custom copy stays no custom copy", "[record_push]") {
    const fields body;
    record_push_view view = body.view();
    view.custom_record_url.reset();
    const record_push owned = to_owned(view);
    CHECK_FALSE(owned.custom_record_url);
    CHECK(as_view(owned) == view);
    CHECK_FALSE(view == body.view());
    view.custom_record_url.emplace();  // there, but empty: not the same as absent
    CHECK(to_owned(view).custom_record_url.has_value());
}

TEST_CASE("the views point into the body, the owned push does not", "[record_push]") {
    const fields body;
    const record_push_view view = body.view();
    CHECK(view.session_id.data() == body.session_id.data());
    CHECK(view.endpoint_user.value().data() == body.user.data());
    const record_push owned = to_owned(view);
    CHECK(owned.session_id.data() != body.session_id.data());
    const record_push_view again = as_view(owned);
    CHECK(again.session_id.data() == owned.session_id.data());
    CHECK(again.record_url.value().data() == owned.record_url.value().data());
    CHECK(again.custom_record_url->value().data() == owned.custom_record_url->value().data());
}

TEST_CASE("an owned push survives its body", "[record_push]") {
    record_push owned;
    {
        const fields body;
        owned = to_owned(body.view());
    }
    CHECK(owned == to_owned(fields().view()));
}

TEST_CASE("pushes that differ in one field are different", "[record_push]") {
    const fields body;
    const record_push_view view = body.view();
    const auto differs = [&](auto change) {
        record_push_view other = view;
        change(other);
        return !(other == view) && !(to_owned(other) == to_owned(view));
    };
    CHECK_FALSE(differs([](record_push_view&) {}));
    CHECK(differs([](record_push_view& p) { ++p.sdk_app_id; }));
    CHECK(differs([](record_push_view& p) { p.record_id = "x"; }));
    CHECK(differs([](record_push_view& p) { p.session_id = "x"; }));
    CHECK(differs([](record_push_view& p) { p.timestamp += 1s; }));
    CHECK(differs([](record_push_view& p) { p.endpoint_user = std::string_view("x"); }));
    CHECK(differs([](record_push_view& p) { p.record_url = std::string_view("x"); }));
    CHECK(differs([](record_push_view& p) { p.custom_record_url.reset(); }));
    CHECK(differs([](record_push_view& p) { p.drift |= anomaly::null_field; }));
}

TEST_CASE("a default push is empty", "[record_push]") {
    CHECK(to_owned(record_push_view{}) == record_push{});
    const record_push empty;
    CHECK(as_view(empty) == record_push_view{});
}

TEST_CASE("a view is cheap, and one of a temporary does not compile", "[record_push]") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<record_push_view>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<record_push>);
    STATIC_REQUIRE(viewable<const record_push&>);
    STATIC_REQUIRE(viewable<record_push&>);
    STATIC_REQUIRE_FALSE(viewable<record_push>);
    STATIC_REQUIRE_FALSE(viewable<const record_push>);
}
