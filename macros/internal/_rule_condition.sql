{% macro _rule_condition() -%}
    {#- What a feature must be, in words: above `low`, at most `high`, or both (borders of `conditions`). Numbers are in
        the column's units; an indicator is named by its level. Reads `feature_space`. -#}
    {%- set name -%}
        case
            when feature_space.encoding in {{ assay._valued_encodings() }} then feature_space.source_column
            else feature_space.feature_name
        end
    {%- endset -%}
    {%- set number = 'cast(round(feature_space.centre + feature_space.scale * conditions.{}, 4) as string)' -%}
    case
            when feature_space.encoding = 'one_hot'
                then
                    feature_space.source_column
                    || case when conditions.low is null then ' is not ' else ' is ' end
                    || feature_space.level
            when feature_space.encoding = 'boolean'
                then case when conditions.low is null then 'not ' else '' end || feature_space.source_column
            when conditions.low is null then {{ name }} || ' <= ' || {{ number.format('high') }}
            when conditions.high is null then {{ name }} || ' > ' || {{ number.format('low') }}
            else
                {{ number.format('low') }} || ' < ' || {{ name }} || ' <= ' || {{ number.format('high') }}
        end
{%- endmacro %}
