// SPDX-License-Identifier: MIT
#include "../support/contender.hpp"

#include <sonic/sonic.h>

namespace bench {
namespace {

/// A document with a pool of its own for each push, as its documentation shows.
class by_sonic {
public:
    explicit by_sonic(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    static bool suits(const corpus&) { return true; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        const std::string_view body = bodies_[index];
        sonic_json::Document document;
        document.Parse(body.data(), body.size());
        if (document.HasParseError() || !document.IsObject()) return false;
        fields push = blank;
        for (auto member = document.MemberBegin(); member != document.MemberEnd(); ++member) {
            const auto& value = member->value;
            const auto text = [&value] {
                return value.IsString() ? std::string_view(value.GetStringView().data(), value.Size())
                                        : std::string_view();
            };
            const auto name = member->name.GetStringView();
            const std::string_view key(name.data(), name.size());
            if (key == "SdkAppId") {
                push.sdk_app_id = value.GetInt64();
            } else if (key == "RecordId") {
                push.record_id = text();
            } else if (key == "SessionId") {
                push.session_id = text();
            } else if (key == "Timestamp") {
                push.timestamp = value.GetInt64();
            } else if (key == "EndpointUser") {
                push.endpoint_user = text();
            } else if (key == "RecordURL") {
                push.record_url = text();
            } else if (key == "CustomRecordURL") {
                push.custom_record_url = text();
            }
        }
        use(push);
        return true;
    }

private:
    exact_bodies bodies_;
};

}  // namespace

void add_sonic_cpp(std::vector<contender>& contenders) {
    contenders.push_back(make_contender<by_sonic>("sonic-cpp", standing::other));
}

}  // namespace bench
