// Every rule that a catalogue may break, and how to mend it at the source. The
// ids are stable; docs/import.md lists them for readers.
#pragma once

#include "interchange/findings.h"

namespace almanac::interchange::rules {

// --- The file and its JSON.
inline constexpr ImportRule kFormatUnsaid{
    "format_unsaid",
    "Say which standard the catalogue follows: \"conformsTo\": \"https://project-open-data.cio.gov/v1.1/schema\"."};
inline constexpr ImportRule kCatalogueEmpty{"catalogue_empty", "Check that this is the file you meant."};
inline constexpr ImportRule kFieldNotRead{"field_not_read", "Nothing to mend; fill in what you need by hand."};
inline constexpr ImportRule kNotUtf8{"not_utf8", "Save the file as UTF-8."};
inline constexpr ImportRule kControlCharacter{"control_character",
                                              "Escape line breaks and tabs in JSON text as \\n and \\t."};
inline constexpr ImportRule kBadEscape{"bad_escape", "Write the file with a JSON library."};
inline constexpr ImportRule kTextCut{"text_cut", "Shorten it, or publish the long text as a document and link to it."};
inline constexpr ImportRule kKeyRepeated{"key_repeated", "Name each key once."};
inline constexpr ImportRule kTooDeep{"too_deep", "Flatten the value."};
inline constexpr ImportRule kNumberTooLarge{"number_too_large", "Check the number."};
inline constexpr ImportRule kRecordTooLarge{"record_too_large", "Shorten the record; no description needs 8 MB."};
inline constexpr ImportRule kNotARecord{"not_a_record", "Each member of the list must be an object."};

// --- Any field.
inline constexpr ImportRule kNotText{"not_text", "Write it as text, in quotation marks."};
inline constexpr ImportRule kRedacted{"redacted", "Nothing to mend if it was left out on purpose."};
inline constexpr ImportRule kHtml{"html", "Write plain text; catalogues are read by more than browsers."};
inline constexpr ImportRule kTemplateUnfilled{"template_unfilled", "Fill in the template of the portal."};
inline constexpr ImportRule kTooLong{"too_long", "Shorten it."};
inline constexpr ImportRule kNotAnAddress{"not_a_web_address", "Give a whole address that begins with https://."};

// --- What a record is.
inline constexpr ImportRule kTitleMissing{"title_missing", "Give the record a title."};
inline constexpr ImportRule kIdentifierMissing{"identifier_missing",
                                               "Give the record an identifier of its own and never change it."};
inline constexpr ImportRule kIdentifierTooLong{"identifier_too_long", "Use an identifier of at most 1,900 characters."};
inline constexpr ImportRule kIdentifierRepeated{"identifier_repeated", "Give every record an identifier of its own."};
inline constexpr ImportRule kRecordRepeated{"record_repeated", "Leave the copy out."};
inline constexpr ImportRule kDescriptionMissing{"description_missing", "Describe the dataset in a sentence or two."};
inline constexpr ImportRule kKeywordMissing{"keyword_missing", "Name one keyword at least."};
inline constexpr ImportRule kKeywordAsText{"keyword_as_text", "Write keywords as a list: [\"parks\", \"trees\"]."};

// --- Access and licence.
inline constexpr ImportRule kAccessLevelMissing{"access_level_missing", "Say public, restricted public or non-public."};
inline constexpr ImportRule kAccessLevelSpelling{"access_level_spelling",
                                                 "Write it as the standard does, in lower case."};
inline constexpr ImportRule kAccessLevelUnknown{"access_level_unknown", "Say public, restricted public or non-public."};
inline constexpr ImportRule kPublicWithoutAddress{"public_without_address",
                                                  "Add a distribution with an address, or publish it here."};
inline constexpr ImportRule kRightsMissing{"rights_missing",
                                           "Say in `rights` why it is not public; a sentence is enough."};
inline constexpr ImportRule kRightsOnPublic{"rights_on_public", "Say it in the description, if readers should know."};
inline constexpr ImportRule kLicenceEmpty{"licence_empty", "Name a licence, or leave the key out."};
inline constexpr ImportRule kLicenceGuessed{
    "licence_guessed", "Give the licence's own address, such as https://creativecommons.org/publicdomain/zero/1.0/."};
inline constexpr ImportRule kLicenceUnknown{
    "licence_unknown", "Choose a licence with an SPDX identifier: almanac dataset update NAME --licence CC0-1.0."};

// --- Times.
inline constexpr ImportRule kModifiedMissing{"modified_missing", "Say when the data last changed."};
inline constexpr ImportRule kDayImprecise{"day_imprecise", "Give the whole day: 2013-08-28."};
inline constexpr ImportRule kDayLoose{"day_not_iso", "Write days as 2013-08-28."};
inline constexpr ImportRule kNotADay{"not_a_day", "Write days as 2013-08-28."};
inline constexpr ImportRule kDayToCome{"day_to_come", "Check the day."};
inline constexpr ImportRule kModifiedIsFrequency{
    "modified_is_a_frequency", "Give the day of the last change; how often belongs in accrualPeriodicity."};
inline constexpr ImportRule kFrequencyWord{"frequency_not_iso", "Write how often as ISO 8601: R/P1M, or irregular."};
inline constexpr ImportRule kFrequencyAmbiguous{"frequency_ambiguous",
                                                "Say R/P2W for every two weeks, R/P3.5D for twice a week."};
inline constexpr ImportRule kFrequencyUnknown{"frequency_unknown", "Write how often as ISO 8601: R/P1M, or irregular."};
inline constexpr ImportRule kTemporalUnknown{"temporal_not_a_span",
                                             "Write the span as first/last day: 2010-01-01/2012-12-31."};

// --- Places, people, files.
inline constexpr ImportRule kSpatialSimplified{"spatial_simplified", "Give a bounding box: west,south,east,north."};
inline constexpr ImportRule kPublisherMissing{"publisher_missing",
                                              "Name the department: \"publisher\": {\"name\": \"Parks\"}; or move it "
                                              "here: almanac dataset update NAME --department D."};
inline constexpr ImportRule kPublisherForm{"publisher_form", "Write the publisher as {\"name\": \"...\"}."};
inline constexpr ImportRule kPublisherUnknown{
    "publisher_unknown", "Run the import again with --create-departments, or with --department D."};
inline constexpr ImportRule kContactMissing{
    "contact_missing", "Name whom to ask: \"contactPoint\": {\"fn\": \"...\", \"hasEmail\": \"mailto:...\"}."};
inline constexpr ImportRule kContactEmailMissing{"contact_email_missing",
                                                 "Add hasEmail with an address that somebody reads."};
inline constexpr ImportRule kContactEmailForm{"contact_email_form", "Write it as mailto:somebody@example.gov."};
inline constexpr ImportRule kContactEmailUnknown{"contact_email_not_an_address",
                                                 "Write it as mailto:somebody@example.gov."};
inline constexpr ImportRule kDistributionForm{"distribution_form", "Write each distribution as an object in a list."};
inline constexpr ImportRule kDistributionWithoutAddress{"distribution_without_address",
                                                        "Give it a downloadURL or an accessURL, or leave it out."};
inline constexpr ImportRule kDistributionRepeated{"distribution_repeated", "Leave the copy out."};
inline constexpr ImportRule kTooManyDistributions{"too_many_distributions", "Split the dataset, or bundle its files."};
inline constexpr ImportRule kMediaTypeUnknown{"media_type_unknown", "Give a media type such as text/csv."};

// --- Against the record.
inline constexpr ImportRule kEditedHere{"edited_here", "Make the same change at the source, or undo the edit here."};
inline constexpr ImportRule kAccessWidened{
    "access_widened", "Put it forward when it should be public here: almanac dataset submit NAME."};
inline constexpr ImportRule kAccessDecided{
    "access_decided", "Look at the decision again if the source is right: almanac dataset reopen NAME --reason '...'."};
inline constexpr ImportRule kAccessNarrowed{
    "access_narrowed",
    "Withdraw it here if it must no longer be public: almanac dataset withdraw NAME --reason '...'."};

}  // namespace almanac::interchange::rules
