// SPDX-License-Identifier: MIT
#include "../support/contender.hpp"

#include <daw/json/daw_json_link.h>

#include <optional>

namespace bench {

struct daw_push {
    std::int64_t sdk_app_id;
    std::string_view record_id;
    std::string_view session_id;
    std::int64_t timestamp;
    std::string_view endpoint_user;
    std::string_view record_url;
    std::optional<std::string_view> custom_record_url;
};

}  // namespace bench

namespace daw::json {

template <>
struct json_data_contract<bench::daw_push> {
    using type = json_member_list<
        json_number<"SdkAppId", std::int64_t>, json_string_raw<"RecordId", std::string_view>,
        json_string_raw<"SessionId", std::string_view>, json_number<"Timestamp", std::int64_t>,
        json_string_raw<"EndpointUser", std::string_view>, json_string_raw<"RecordURL", std::string_view>,
        json_string_raw_null<"CustomRecordURL", std::optional<std::string_view>>>;
};

}  // namespace daw::json

namespace bench {
namespace {

/// Into raw strings, its fastest way: views of the text as it stands, so that it does not take part where there are
/// escapes.
class by_daw {
public:
    explicit by_daw(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    static bool suits(const corpus& pushes) { return !pushes.escaped; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        const auto read = daw::json::from_json<daw_push>(bodies_[index]);
        use(fields{read.sdk_app_id, read.record_id, read.session_id, read.timestamp, read.endpoint_user,
                   read.record_url, read.custom_record_url.value_or(std::string_view())});
        return true;
    }

private:
    exact_bodies bodies_;
};

}  // namespace

void add_daw_json_link(std::vector<contender>& contenders) {
    contenders.push_back(make_contender<by_daw>("daw_json_link, into views", standing::other));
}

}  // namespace bench
