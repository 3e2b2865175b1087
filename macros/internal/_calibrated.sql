{% macro _calibrated(scores) -%}
    {#- The probability of a raw score as an expression: `scores` names a relation with raw_score and link, joined to
        the segment it falls into (_segment_holds) as `segments`. A quantity has none, and an
        anomaly's score needs no map. Below the first corner and above the last one the map is flat. -#}
    case
            when {{ scores }}.link = 'probability' then {{ scores }}.raw_score
            when {{ scores }}.link in {{ assay.anomaly_links() }}
                then {{ assay.anomaly_score(scores ~ '.link', scores ~ '.raw_score') }}
            else
                segments.corner_probability
                + segments.slope
                * (greatest({{ scores }}.raw_score, segments.corner_score) - segments.corner_score)
        end
{%- endmacro %}
