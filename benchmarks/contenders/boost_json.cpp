// SPDX-License-Identifier: MIT
#include "../support/contender.hpp"

// Header-only, once in a program: no library to link.
#include <boost/json/src.hpp>

namespace bench {
namespace {

/// A parser that is kept and memory that is reused: its best case.
class by_boost {
public:
    explicit by_boost(const std::vector<std::string>& bodies) : bodies_(bodies), memory_(64 * 1024) {}
    static bool suits(const corpus&) { return true; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        boost::json::static_resource resource(memory_.data(), memory_.size());
        const std::string_view body = bodies_[index];
        parser_.reset(&resource);
        boost::json::error_code failure;
        parser_.write(boost::json::string_view(body.data(), body.size()), failure);
        if (failure) return false;
        const boost::json::value root = parser_.release();
        const boost::json::object* const object = root.if_object();
        if (object == nullptr) return false;
        fields push = blank;
        push.sdk_app_id = number(*object, "SdkAppId");
        push.record_id = text(*object, "RecordId");
        push.session_id = text(*object, "SessionId");
        push.timestamp = number(*object, "Timestamp");
        push.endpoint_user = text(*object, "EndpointUser");
        push.record_url = text(*object, "RecordURL");
        push.custom_record_url = text(*object, "CustomRecordURL");
        use(push);
        return true;
    }

private:
    static std::string_view text(const boost::json::object& object, boost::json::string_view key) {
        const boost::json::value* const value = object.if_contains(key);
        const boost::json::string* const found = value == nullptr ? nullptr : value->if_string();
        return found == nullptr ? std::string_view() : std::string_view(found->data(), found->size());
    }
    static std::int64_t number(const boost::json::object& object, boost::json::string_view key) {
        const boost::json::value* const value = object.if_contains(key);
        const std::int64_t* const found = value == nullptr ? nullptr : value->if_int64();
        return found == nullptr ? 0 : *found;
    }

    exact_bodies bodies_;
    std::vector<unsigned char> memory_;
    boost::json::parser parser_;
};

}  // namespace

void add_boost_json(std::vector<contender>& contenders) {
    contenders.push_back(make_contender<by_boost>("Boost.JSON", standing::other));
}

}  // namespace bench
