// SPDX-License-Identifier: MIT
#include "../support/contender.hpp"

#include <nlohmann/json.hpp>

namespace bench {
namespace {

class by_nlohmann {
public:
    explicit by_nlohmann(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    static bool suits(const corpus&) { return true; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        const std::string_view body = bodies_[index];
        const auto root = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
        if (!root.is_object()) return false;
        fields push = blank;
        push.sdk_app_id = number(root, "SdkAppId");
        push.record_id = text(root, "RecordId");
        push.session_id = text(root, "SessionId");
        push.timestamp = number(root, "Timestamp");
        push.endpoint_user = text(root, "EndpointUser");
        push.record_url = text(root, "RecordURL");
        push.custom_record_url = text(root, "CustomRecordURL");
        use(push);
        return true;
    }

private:
    static std::string_view text(const nlohmann::json& root, const char* key) {
        const auto found = root.find(key);
        return found == root.end() ? std::string_view() : found->get_ref<const std::string&>();
    }
    static std::int64_t number(const nlohmann::json& root, const char* key) {
        const auto found = root.find(key);
        return found == root.end() ? 0 : found->get<std::int64_t>();
    }

    exact_bodies bodies_;
};

}  // namespace

void add_nlohmann(std::vector<contender>& contenders) {
    contenders.push_back(make_contender<by_nlohmann>("nlohmann/json", standing::other));
}

}  // namespace bench
