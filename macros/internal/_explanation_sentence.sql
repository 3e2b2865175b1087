{% macro _explanation_sentence() -%}
    {#- What a model predicts, what it expects on average, and what raises and lowers it, in words. -#}
    case
                        when link in ('logit', 'share', 'softmax')
                            then
                                'Probability ' || coalesce('of ' || predicted_class || ' ', '')
                                || {{ assay._two_digits('probability') }}
                                || case link
                                    when 'logit' then ' (log-odds ' when 'softmax' then ' (logit ' else ' (share '
                                end
                                || {{ assay._two_digits('raw_score') }}
                                || ' against ' || {{ assay._two_digits('expected_raw_score') }} || ' on average)'
                        else
                            'Predicted ' || cast(round(predicted_value, 4) as string)
                            || case link when 'log' then ' (logarithm ' else ' (score ' end
                            || cast(round(raw_score, 4) as string)
                            || ' against ' || cast(round(expected_raw_score, 4) as string) || ' on average)'
                    end
                    || coalesce(': raised by ' || raised_by, '')
                    || coalesce(case when raised_by is null then ': ' else '; ' end || 'lowered by ' || lowered_by, '')
                    || '.'
{%- endmacro %}

{% macro _two_digits(number) -%}
    cast(cast({{ number }} as decimal(18, 2)) as string)
{%- endmacro %}
