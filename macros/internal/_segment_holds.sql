{% macro _segment_holds(scores) -%}
    {#- The condition that joins scores (use_case, model_version, raw_score) to assay_training__calibration_segments,
        `segments`: every score falls into exactly one. -#}
    {{ scores }}.use_case = segments.use_case
            and {{ scores }}.model_version = segments.model_version
            and {{ scores }}.raw_score >= coalesce(segments.score_low, {{ scores }}.raw_score)
            and (segments.score_high is null or {{ scores }}.raw_score < segments.score_high)
{%- endmacro %}
