{% macro anomaly_score(link, raw_score) -%}
    {#- How unusual a row is, from 0 to 1, as an expression: of an isolation forest (link `path`) 2 to the minus raw
        score (Liu, Ting and Zhou 2008), of a reconstruction error (link `residual`) its share in the sum of it and the
        mean of the training rows. 0.5 is an average row in both. -#}
    case {{ link }}
                    when 'path' then power(cast(2 as double), -{{ raw_score }})
                    when 'residual' then {{ raw_score }} / (1 + {{ raw_score }})
                end
{%- endmacro %}
